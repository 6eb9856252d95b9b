using System.Net;
using System.Net.Http.Json;
using WarpGrad.Client;
using WarpGrad.Contracts.Datasets;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Datasets of practice glyphs, made without an upload.</summary>
[Collection(ProductCollection.Name)]
public sealed class GlyphTests(ProductFixture fixture)
{
    private static readonly CreateGlyphsRequest Small = new("glyphs", Seed: 7, Alphabets: 4, Characters: 5, Drawers: 3, Side: 20);

    [Fact]
    public async Task Glyphs_become_a_dataset_with_classes_and_images()
    {
        var dataset = await MakeAsync(Small);

        Assert.True(dataset.State == DatasetState.Ready, dataset.FailureReason);
        Assert.Equal(new GlyphRecipe(7, 4, 5, 3, 20), dataset.Glyphs);
        var version = dataset.Version!;
        Assert.Equal((20, 4, 60), (version.Classes, version.Groups, version.Images));
        Assert.Equal((20, 20, ImageColor.Grey, SplitRule.Shares), (version.Height, version.Width, version.Color, version.SplitRule));
        Assert.All([version.TrainClasses, version.ValidationClasses, version.TestClasses], classes => Assert.True(classes >= 5));
        var classes = (await fixture.Client.Datasets.ClassesAsync(dataset.Id)).Items;
        Assert.Equal(("alphabet01", "character01", 3), (classes[0].Group, classes[0].Name, classes[0].Images));

        using var http = new HttpClient { BaseAddress = fixture.Product.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", fixture.Product.Token);
        foreach (var path in new[] { "images/59", "classes/19/samples" })
            Assert.Equal("image/png", (await http.GetAsync($"api/v1/datasets/{dataset.Id}/{path}")).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_hash_and_another_gives_another()
    {
        var first = await MakeAsync(Small);
        var second = await MakeAsync(Small with { Name = "again" });
        var other = await MakeAsync(Small with { Seed = 8 });

        Assert.Equal(first.Version!.Hash, second.Version!.Hash);
        Assert.NotEqual(first.Version.Hash, other.Version!.Hash);
    }

    public static TheoryData<CreateGlyphsRequest, string, string> Unbounded => new()
    {
        { Small with { Name = " " }, "name", "1 to 100" },
        { Small with { Alphabets = 2 }, "alphabets", "between 3 and 50" },
        { Small with { Characters = 41 }, "characters", "between 2 and 40" },
        { Small with { Drawers = 1 }, "drawers", "between 2 and 40" },
        { Small with { Side = 85 }, "side", "between 14 and 84" },
    };

    [Theory]
    [MemberData(nameof(Unbounded))]
    public async Task What_is_out_of_bounds_is_refused_with_the_bounds(CreateGlyphsRequest request, string field, string bounds)
    {
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Datasets.CreateGlyphsAsync(Product.Team, request));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(bounds, Assert.Single(refused.Problem.Errors[field]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_is_named()
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", fixture.Product.Token);

        var answer = await http.PostAsJsonAsync($"api/v1/teams/{Product.Team}/datasets/generated", new { name = "glyphs", alfabets = 5 });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("alfabets", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_teams_glyphs_do_not_exist()
    {
        var dataset = await MakeAsync(Small);
        await fixture.Product.Database.QueryAsync<long>($"""
            WITH strangers AS (INSERT INTO teams SELECT (jsonb_populate_record(t, jsonb_build_object('Id', gen_random_uuid(), 'Slug', 'strangers'))).*
                               FROM teams t WHERE t."Slug" = '{Product.Team}' RETURNING "Id")
            SELECT count(*) FROM strangers
            """);
        await fixture.Product.Database.QueryAsync<long>($"""
            WITH moved AS (UPDATE datasets SET "TeamId" = (SELECT "Id" FROM teams WHERE "Slug" = 'strangers') WHERE "Id" = '{dataset.Id}' RETURNING 1)
            SELECT count(*) FROM moved
            """);

        await MissingAsync(() => fixture.Client.Datasets.GetAsync(dataset.Id));
        await MissingAsync(() => fixture.Client.Datasets.ClassesAsync(dataset.Id));
        await MissingAsync(() => fixture.Client.Datasets.CreateGlyphsAsync("strangers", Small));
    }

    private static async Task MissingAsync(Func<Task> call) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<WarpGradException>(call)).Status);

    private async Task<DatasetSummary> MakeAsync(CreateGlyphsRequest request)
    {
        var asked = await fixture.Client.Datasets.CreateGlyphsAsync(Product.Team, request);
        return await Eventually.GetAsync(
            () => fixture.Client.Datasets.GetAsync(asked.Id), dataset => dataset.State != DatasetState.Importing, ProductFixture.Patience, "the glyphs are drawn");
    }
}
