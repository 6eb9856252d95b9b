using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts;
using WarpGrad.Data.Models;
using WarpGrad.Jobs.Models;

namespace WarpGrad.Jobs.Tests;

/// <summary>A name is one model, whatever its address looks like.</summary>
public sealed class ModelShelfTests(JobDatabase database) : IClassFixture<JobDatabase>
{
    [Fact]
    public async Task Names_without_Latin_letters_are_models_of_their_own()
    {
        var (sines, mazes) = (await PlaceAsync("正弦"), await PlaceAsync("迷路"));

        Assert.Equal(("model", "正弦"), (sines.Slug, sines.Name));
        Assert.Equal(("model-2", "迷路"), (mazes.Slug, mazes.Name));
        Assert.Equal(mazes.Id, (await PlaceAsync("迷路")).Id);
        Assert.Equal(sines.Id, (await PlaceAsync("正弦")).Id);
    }

    [Fact]
    public async Task Long_names_that_differ_at_their_ends_are_models_of_their_own()
    {
        var beginning = new string('l', Slugs.Longest);
        var (first, second) = (await PlaceAsync($"{beginning} 1"), await PlaceAsync($"{beginning} 2"));

        Assert.Equal((beginning, $"{beginning}-2"), (first.Slug, second.Slug));
    }

    [Fact]
    public async Task Names_that_differ_in_the_case_of_letters_are_the_same()
    {
        Assert.Equal((await PlaceAsync("Ärger mit ÉTÉ")).Id, (await PlaceAsync("ärger MIT été")).Id);
    }

    [Fact]
    public async Task A_renamed_model_is_found_by_the_name_that_it_has_now()
    {
        var renamed = await PlaceAsync("Trial");
        await RenameAsync(renamed, "Best of all");

        var (other, same) = (await PlaceAsync("Trial"), await PlaceAsync("Best of all"));

        Assert.Equal(("trial-2", "Trial"), (other.Slug, other.Name));
        Assert.Equal(renamed.Id, same.Id);
    }

    [Fact]
    public async Task Of_two_models_of_one_name_the_one_that_was_made_with_it_goes_on()
    {
        var (older, known) = (await PlaceAsync("Older"), await PlaceAsync("Known"));
        await RenameAsync(older, "Known");

        Assert.Equal(known.Id, (await PlaceAsync("Known")).Id);
    }

    [Fact]
    public async Task Names_that_come_at_the_same_moment_get_addresses_of_their_own()
    {
        var placed = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => PlaceAsync($"At once{new string('!', n)}")));

        Assert.Equal(8, placed.Select(model => model.Slug).Distinct().Count());
    }

    private async Task<Model> PlaceAsync(string name)
    {
        await using var context = database.Context();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var (model, _) = await new ModelShelf(context, TimeProvider.System).PlaceAsync(database.Team.Id, name, CancellationToken.None);
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        return model;
    }

    private async Task RenameAsync(Model model, string name)
    {
        await using var context = database.Context();
        await context.Models.Where(m => m.Id == model.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Name, name));
    }
}
