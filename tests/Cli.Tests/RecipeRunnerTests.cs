using WarpGrad.Cli.Access;
using WarpGrad.Cli.Recipes;
using WarpGrad.Cli.Results;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Teams;

namespace WarpGrad.Cli.Tests;

/// <summary>What becomes of the runs of a recipe.</summary>
public sealed class RecipeRunnerTests : IDisposable
{
    private readonly Guid _run = Guid.NewGuid();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task A_request_that_times_out_cancels_no_run()
    {
        var asked = 0;
        var server = Server(() => asked++ == 0 ? throw MadeUpServer.Timeout() : RunState.Succeeded);

        Assert.Equal(ExitCodes.Success, await RunAsync(server, CancellationToken.None));

        Assert.DoesNotContain($"POST runs/{_run}/cancel", server.Asked);
        Assert.Equal(_run, ResultFile.Read(Result).Runs.Single().Run);
    }

    [Fact]
    public async Task Ctrl_C_cancels_the_runs_that_are_not_done()
    {
        using var stop = new CancellationTokenSource();
        var server = Server(() =>
        {
            stop.Cancel();
            throw MadeUpServer.Timeout();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(server, stop.Token));

        Assert.Contains($"POST runs/{_run}/cancel", server.Asked);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Result => Path.Combine(_folder.FullName, "result.json");

    private MadeUpServer Server(Func<RunState> state) => new(asked =>
        asked == "GET teams" ? new[] { new TeamSummary("team", "Team", TeamRole.Owner) }
        : asked == "POST teams/team/runs" ? MadeUpServer.Summary(_run, RunState.Queued)
        : asked == $"POST runs/{_run}/cancel" ? MadeUpServer.Summary(_run, RunState.Cancelled)
        : asked == $"GET runs/{_run}/metrics" ? Array.Empty<MetricSeries>()
        : asked == $"GET runs/{_run}" ? MadeUpServer.Detail(_run, state())
        : null);

    private async Task<int> RunAsync(MadeUpServer server, CancellationToken stop)
    {
        var options = RecipeOptions.Check("sinusoid", "1", [], new DataOptions(null, null, 28, ImageColor.Grey), null, null, Result);
        await using var installation = new Installation(server.Client(), MadeUpServer.Address, null);
        return await new RecipeRunner(installation, options).RunAsync(stop);
    }
}
