using WarpGrad.Client;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Upgrades;

/// <summary>Installations of earlier versions, as their backups hold them, under this version.</summary>
public sealed class UpgradeTests
{
    /// <summary>Processors round differently; a worker that used other weights or other mathematics would be much further off.</summary>
    private const double Rounding = 1e-3;

    public static TheoryData<string> Versions => [.. OldAnswers.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task What_an_earlier_version_held_is_there_answers_alike_and_goes_on(string version)
    {
        var old = OldAnswers.Read(version);
        using var launcher = new Launcher();
        var database = await TestDatabase.CreateEmptyAsync();
        var restored = await launcher.RunAsync(database, "restore", OldAnswers.Backup(version));
        Assert.True(restored.ExitCode == 0, restored.Narration);
        // The file grows older than any adaptation is kept.
        await database.ExecuteAsync("""UPDATE adaptations SET "ExpiresAt" = now() + interval '1 day' WHERE "ExpiresAt" IS NOT NULL""");
        await using var product = await Product.StartAsync(unattended: false, database: database);
        var client = WarpGradClient.WithToken(product.Address, old.Token);

        // Who they were, and what they had
        Assert.Equal("ada@example.org", (await client.Accounts.MeAsync()).Email);
        using var visitor = new HttpClient { BaseAddress = product.Address };
        await new WarpGradClient(visitor).Accounts.SignInAsync(new SignInRequest("ada@example.org", "correct-horse-battery"));
        var dataset = await client.Datasets.GetAsync(old.Dataset);
        Assert.Equal((DatasetState.Ready, 6 * 4 * 4), (dataset.State, dataset.Version!.Images));
        var images = (await client.Runs.GetAsync(old.Images)).Summary;
        Assert.Equal(RunState.Succeeded, images.State);
        Assert.Equal(old.Images, (await client.Models.VersionAsync(images.Model!.Team, images.Model.Slug, images.Model.Version)).Summary.Run);
        Assert.NotEmpty(await client.Runs.AllEventsAsync(old.Images).ToListAsync());

        // A run that was put down there is taken up here
        await client.Runs.ResumeAsync(old.Unfinished);

        // The same questions
        var model = old.Answer.Model.Split('/');
        var asked = new AdaptAndPredictRequest { Support = old.Support, Query = old.Query };
        AssertAlike(old.Answer, await client.Adaptations.AdaptAndPredictAsync(model[0], model[1], asked));
        AssertAlike(old.Answer, await client.Adaptations.PredictAsync(old.Kept, new PredictRequest { Query = old.Query }));

        var paused = (await client.Runs.CheckpointsAsync(old.Unfinished)).Max(checkpoint => checkpoint.Step);
        await Eventually.TrueAsync(
            async () => (await client.Runs.CheckpointsAsync(old.Unfinished)).Max(checkpoint => checkpoint.Step) > paused, ProductFixture.Patience,
            "the unfinished run has come further");
        Assert.Contains(await client.Runs.AllEventsAsync(old.Unfinished).ToListAsync(), e => e.Kind == RunEventKinds.Resumed);
    }

    private static void AssertAlike(AdaptAndPredictResponse expected, AdaptAndPredictResponse found)
    {
        Assert.Equal(expected.Predictions.Count, found.Predictions.Count);
        Assert.All(expected.Predictions.Zip(found.Predictions), pair => Assert.Equal(pair.First.Y![0], pair.Second.Y![0], Rounding));
    }
}
