using System.Net;
using System.Net.Http.Json;
using WarpGrad.Client;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sharing;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Access;

/// <summary>Runs of a team that may no longer use what they are made of.</summary>
public sealed class WithdrawnAccessTests(Scene scene) : IClassFixture<Scene>
{
    [Fact]
    public async Task A_run_is_neither_resumed_nor_retried_once_its_model_is_no_longer_shared()
    {
        var model = await scene.NewModelAsync();
        await scene.ShareAsync(model, "Adapt");
        var (paused, failed) = (await RunFromAsync(model, "Paused"), await RunFromAsync(model, "Failed"));
        await scene.As(Who.Maintainer).DeleteAsync($"api/v1/models/{scene.Team}/{model}/shares/{scene.OtherTeam}");

        var resumed = await scene.As(Who.OtherTeam).PostAsync($"api/v1/runs/{paused}/resume", null);
        var retried = await scene.As(Who.OtherTeam).PostAsync($"api/v1/runs/{failed}/retry", null);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (resumed.StatusCode, retried.StatusCode));
        Assert.Contains("may no longer train on from the model", await resumed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await scene.As(Who.Maintainer).PutAsJsonAsync($"api/v1/models/{scene.Team}/{model}/shares/{scene.OtherTeam}", new ShareRequest(Grant.Read));
        Assert.Equal(HttpStatusCode.Conflict, (await scene.As(Who.OtherTeam).PostAsync($"api/v1/runs/{paused}/resume", null)).StatusCode);
        await scene.As(Who.Maintainer).PutAsJsonAsync($"api/v1/models/{scene.Team}/{model}/shares/{scene.OtherTeam}", new ShareRequest(Grant.Adapt));
        Assert.True((await scene.As(Who.OtherTeam).PostAsync($"api/v1/runs/{paused}/resume", null)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_waiting_run_whose_dataset_or_model_was_withdrawn_fails_with_the_reason_and_others_go_on()
    {
        var data = await scene.NewDatasetAsync();
        await scene.As(Who.Maintainer).PutAsJsonAsync($"api/v1/datasets/{data}/shares/{scene.OtherTeam}", new ShareRequest());
        var onData = await scene.NewRunAsync("Queued", scene.OtherTeamId);
        await scene.Sql("""UPDATE runs SET "DatasetVersionId" = (SELECT "Id" FROM dataset_versions WHERE "DatasetId" = $2) WHERE "Id" = $1""", onData, data);
        var (onModel, onPublic) = (await RunFromAsync(await scene.NewModelAsync(), "Queued"), await RunFromAsync(await scene.NewModelAsync("Public"), "Queued"));
        await scene.As(Who.Maintainer).DeleteAsync($"api/v1/datasets/{data}/shares/{scene.OtherTeam}");

        scene.Product.StartTrainingWorker();

        Assert.Contains("dataset is no longer shared", await FailureAsync(onData), StringComparison.Ordinal);
        Assert.Contains("may no longer train on from the model", await FailureAsync(onModel), StringComparison.Ordinal);
        // It was let in: what stops it is its file, which is no model.
        Assert.DoesNotContain("no longer", await FailureAsync(onPublic), StringComparison.Ordinal);
    }

    /// <summary>A run of the outsider's team that starts from a model of the team.</summary>
    private async Task<Guid> RunFromAsync(string model, string state)
    {
        var run = await scene.NewRunAsync(state, scene.OtherTeamId);
        await scene.Sql("""UPDATE runs SET "ParentVersionId" = $2 WHERE "Id" = $1""", run, await scene.VersionIdAsync(model));
        return run;
    }

    private async Task<string> FailureAsync(Guid run)
    {
        var outsider = WarpGradClient.WithToken(scene.Product.Address, scene.Secret(Who.OtherTeam));
        var ended = await Eventually.GetAsync(
            () => outsider.Runs.GetAsync(run), detail => detail.Summary.State == RunState.Failed, ProductFixture.Patience, "the run has failed");
        return ended.Summary.FailureReason ?? "";
    }
}
