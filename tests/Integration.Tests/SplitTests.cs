using System.Net;
using WarpGrad.Client;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Tasks of a dataset, and classes that change their split.</summary>
[Collection(ProductCollection.Name)]
public sealed class SplitTests(ProductFixture fixture)
{
    private static readonly TaskSpec Small = new() { Ways = 3, Shots = 2, Queries = 3 };

    [Fact]
    public async Task A_task_keeps_support_and_query_apart_and_to_its_split()
    {
        var classes = await fixture.Client.Datasets.AllClassesAsync(fixture.Drawings.Id).ToListAsync();
        foreach (var split in Enum.GetValues<ClassSplit>())
        {
            var episode = await fixture.Client.Datasets.EpisodeAsync(fixture.Drawings.Id, split, Small, seed: 4);

            Assert.Equal((1, 3), (episode.Version, episode.Classes.Count));
            Assert.All(episode.Classes, way =>
            {
                var source = classes[way.Class];
                Assert.Equal((split, way.Name, 2, 3), (source.Split, source.Name, way.Support.Count, way.Query.Count));
                Assert.Empty(way.Support.Intersect(way.Query));
                Assert.All(way.Support.Concat(way.Query), image => Assert.InRange(image, source.FirstImage, source.FirstImage + source.Images - 1));
            });
        }
    }

    [Fact]
    public async Task A_task_follows_from_seed_and_place()
    {
        async Task<string> ImagesAsync(long seed, long step, int place) => string.Join(' ', (await fixture.Client.Datasets.EpisodeAsync(
            fixture.Drawings.Id, ClassSplit.Train, Small, seed, step, place)).Classes.SelectMany(way => way.Support.Concat(way.Query)));

        var first = await ImagesAsync(1, 1, 0);
        Assert.Equal(first, await ImagesAsync(1, 1, 0));
        Assert.Equal(4, new HashSet<string> { first, await ImagesAsync(2, 1, 0), await ImagesAsync(1, 2, 0), await ImagesAsync(1, 1, 1) }.Count);
    }

    [Fact]
    public async Task A_task_that_cannot_be_made_is_refused()
    {
        var refused = await Assert.ThrowsAsync<WarpGradException>(() =>
            fixture.Client.Datasets.EpisodeAsync(fixture.Drawings.Id, ClassSplit.Test, Small with { Shots = 50 }, seed: 1));
        Assert.Equal((HttpStatusCode.BadRequest, "ways"), (refused.Status, Assert.Single(refused.Problem.Errors).Key));
        refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Datasets.EpisodeAsync(fixture.Drawings.Id, ClassSplit.Train, Small, seed: 1, step: 0));
        Assert.Equal("step", Assert.Single(refused.Problem.Errors).Key);
    }

    [Fact]
    public async Task Moved_classes_make_a_new_version_of_the_same_images()
    {
        var before = await fixture.ImportAsync("to be split anew", TinyImages.Zip());
        var classes = await fixture.Client.Datasets.AllClassesAsync(before.Id).ToListAsync();
        var group = classes.First(c => c.Split == ClassSplit.Train).Group;
        var alone = classes.Last(c => c.Split == ClassSplit.Train && c.Group != group);

        var after = await fixture.Client.Datasets.ChangeSplitsAsync(before.Id, new ChangeSplitsRequest(1, [new(ClassSplit.Test, Group: group), new(ClassSplit.Validation, Class: alone.Index)]));

        Assert.Equal((2, SplitRule.Edited, before.Version!.Images), (after.Version!.Number, after.Version.SplitRule, after.Version.Images));
        Assert.NotEqual(before.Version.Hash, after.Version.Hash);
        Assert.All(await fixture.Client.Datasets.AllClassesAsync(before.Id).ToListAsync(), now =>
            Assert.Equal(classes[now.Index] with { Split = now.Group == group ? ClassSplit.Test : now.Index == alone.Index ? ClassSplit.Validation : classes[now.Index].Split }, now));
        Assert.Equal(2, (await fixture.Client.Datasets.EpisodeAsync(before.Id, ClassSplit.Train, Small with { Ways = 2 }, seed: 1)).Version);

        // Who still looks at the first version must look again.
        var late = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Datasets.ChangeSplitsAsync(before.Id, new ChangeSplitsRequest(1, [new(ClassSplit.Train, Class: alone.Index)])));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);

        // Both versions have the same pixels.
        await fixture.Client.Datasets.DeleteAsync(before.Id);
        await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Datasets.GetAsync(before.Id));
    }

    [Fact]
    public async Task Moves_that_mean_nothing_are_refused()
    {
        var drawings = fixture.Drawings;
        var classes = await fixture.Client.Datasets.AllClassesAsync(drawings.Id).ToListAsync();
        foreach (var moves in new SplitMove[][] { [], [new(ClassSplit.Train)], [new(ClassSplit.Train, Class: 9999)], [new(ClassSplit.Train, Group: "no such group")], [.. classes.Select(c => new SplitMove(ClassSplit.Train, c.Index))] })
        {
            var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Datasets.ChangeSplitsAsync(drawings.Id, new ChangeSplitsRequest(1, moves)));
            Assert.Equal((HttpStatusCode.BadRequest, "moves"), (refused.Status, Assert.Single(refused.Problem.Errors).Key));
        }
    }
}
