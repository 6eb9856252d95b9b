using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Web.SignIn;
using WarpGrad.Web.TryIt;

namespace WarpGrad.Web.Tests.TryIt;

/// <summary>What a visitor keeps of a model.</summary>
public sealed class KeptListTests : Page
{
    private readonly Answers _server = new();

    public KeptListTests() =>
        Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }));

    [Fact]
    public async Task Adaptations_of_the_model_are_listed_from_all_teams_with_what_they_hold()
    {
        _server["GET teams/stable/adaptations"] = new Page<AdaptationSummary>([Kept("hooves", "farm/horses", 5, rounds: 2), Kept("elsewhere", "farm/cows", 4)], null);
        _server["GET teams/meadow/adaptations"] = new Page<AdaptationSummary>([Kept("manes", "farm/horses", 1)], null);

        var list = await ShowAsync();

        var items = list.FindAll("[data-testid=tryit-kept-item]");
        Assert.Equal(["hooves", "manes"], items.Select(item => item.QuerySelector("b")!.TextContent));
        Assert.Contains("version 3 · 5 examples · adapted 2 times", items[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("version 3 · 1 example · until", items[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_still_adapting_cannot_be_opened_yet()
    {
        _server["GET teams/stable/adaptations"] = new Page<AdaptationSummary>([Kept("hooves", "farm/horses", 5) with { State = AdaptationState.Pending }], null);
        _server["GET teams/meadow/adaptations"] = new Page<AdaptationSummary>([], null);

        var list = await ShowAsync();

        Assert.Contains("still adapting", list.Find("[data-testid=tryit-kept-item]").TextContent, StringComparison.Ordinal);
        Assert.Empty(list.FindAll("[data-testid=tryit-kept-open]"));
    }

    private static AdaptationSummary Kept(string name, string model, int examples, int rounds = 1) => new(
        Guid.NewGuid(), name, model, 3, AdaptationState.Done, new KeptAdaptation(name, examples, rounds, DateTimeOffset.UtcNow.AddDays(1)), DateTimeOffset.UtcNow);

    private async Task<IRenderedComponent<KeptList>> ShowAsync()
    {
        await Services.GetRequiredService<Session>().SignedInAsync(Things.Visitor("stable", "meadow"));
        var list = Render<KeptList>(parameters => parameters.Add(list => list.Model, "farm/horses"));
        list.WaitForElement("[data-testid=tryit-kept-item]");
        return list;
    }
}
