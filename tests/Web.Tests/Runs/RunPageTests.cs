using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Runs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Tests.Runs;

/// <summary>The page of a run that others act on, too.</summary>
public sealed class RunPageTests : Page
{
    private readonly Answers _server = new();

    public RunPageTests() => Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }))
        .AddSingleton<TimeProvider>(new Hurry()).AddScoped<TeamChanges>();

    [Fact]
    public async Task A_run_that_somebody_else_has_retried_is_followed_anew()
    {
        var run = Things.Run("first try", RunState.Failed);
        Stands(run, RunState.Failed);
        _server[$"GET runs/{run.Id}/metrics"] = Array.Empty<MetricSeries>();
        _server[$"GET runs/{run.Id}/checkpoints"] = Array.Empty<CheckpointSummary>();
        await Services.GetRequiredService<Session>().SignedInAsync(Things.Visitor("stable"));
        Render<MudBlazor.MudPopoverProvider>();
        var page = Render<RunPage>(set => set.Add(p => p.Id, run.Id));
        page.WaitForElement("[data-testid=run-retry]");
        page.WaitForAssertion(() => Assert.Contains("Nothing measured yet.", page.Markup, StringComparison.Ordinal));

        Stands(run, RunState.Failed, RunState.Running);
        await page.InvokeAsync(() => Services.GetRequiredService<TeamChanges>().TellAsync(new TeamChange(TeamChangeKinds.Run, run.Id)));

        page.WaitForAssertion(() => Assert.Equal("running", page.Find("[data-testid=run-state]").TextContent));
        page.WaitForElement("[data-testid=run-pause]");
    }

    private void Stands(RunSummary run, params RunState[] states)
    {
        _server[$"GET runs/{run.Id}"] = new RunDetail(run with { State = states[^1] }, SpecJson.TryRead(FamilyBases.Of(TaskFamily.Sinusoids), out _)!, null, "1.0", states.Length, null);
        _server[$"GET runs/{run.Id}/events"] = states.Index().Select(state => new RunEvent(
            run.Id, state.Index + 1, DateTimeOffset.UtcNow, RunEventKinds.State, JsonSerializer.SerializeToElement(new RunStateChanged(state.Item), JsonSerializerOptions.Web))).ToArray();
    }

    /// <summary>A clock whose timers let nobody wait for long.</summary>
    private sealed class Hurry : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, Soon(dueTime), Soon(period));

        // What is below zero never comes, and shall not.
        private static TimeSpan Soon(TimeSpan time) => time > TimeSpan.Zero ? time / 100 : time;
    }
}
