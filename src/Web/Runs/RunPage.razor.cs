using System.Net;
using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Client.Progress;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Runs;

/// <summary>One run, live. Everything that moves comes from its events, read from the first: a reload tells the same story.</summary>
public sealed partial class RunPage
{
    private const int HistoryPage = 2000;

    private static readonly string[] TheRest = [.. RunEventKinds.All.Except([RunEventKinds.Metrics, RunEventKinds.Picture])];

    // A place in the queue changes with other runs, of which this page hears nothing.
    private const int TicksBetweenPlaces = 40;

    // What people change (name, tags, priority) is announced like what the run does all the time.
    private const int TicksBetweenReadings = 20;

    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private CancellationTokenSource _left = new();
    private RunStory _story = new();
    private RunDetail? _detail;
    private string? _failure;
    private IReadOnlyList<RunSummary> _others = [];
    private FeedState _feed;
    private Guid _opened;
    private bool _changed;

    /// <summary>The run.</summary>
    [Parameter] public Guid Id { get; set; }

    /// <summary>Ids, separated by commas, of runs that are drawn into the same charts.</summary>
    [SupplyParameterFromQuery] public string? With { get; set; }

    [Inject] private WarpGradClient Client { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    [Inject] private TeamChanges Changes { get; set; } = null!;

    private RunState State => _story.State ?? _detail!.Summary.State;

    private long Step => _story.MeasuredAt is null ? _detail!.Summary.Step : _story.Step;

    private long TotalSteps => _story.TotalSteps > 0 ? _story.TotalSteps : _detail!.Summary.TotalSteps;

    private RunProgress Progress => new(State, Step, TotalSteps);

    private string StepsDone => !Progress.EndedByTime ? RunsTexts.MetaSteps
        : _detail!.Spec.OuterLoop.MaxMinutes is > 0 and var minutes ? RunsTexts.MetaStepsLimited.With(Say.Number(minutes))
        : RunsTexts.MetaStepsTimeUp;

    private Measure Measure => _detail!.Summary.Measure;

    private ModelReference? Model => _story.Model ?? _detail!.Summary.Model;

    private string Elapsed => _detail!.Summary.StartedAt is { } started
        ? Say.Duration((_detail.Summary.FinishedAt ?? Clock.GetUtcNow()) - started)
        : "–";

    private string? Left => State == RunState.Running && _story is { SecondsLeft: { } seconds, MeasuredAt: { } at }
        ? Say.Duration(TimeSpan.FromSeconds(Math.Max(1, Math.Round(seconds - (Clock.GetUtcNow() - at).TotalSeconds))))
        : null;

    /// <summary>Sentences on what a queued run waits for.</summary>
    private static IEnumerable<string> Waiting(RunSummary run)
    {
        if (RunOutlook.Obstacle(run) is { } obstacle)
        {
            yield return obstacle;
            yield break;
        }

        yield return run.QueuePlace is null ? RunsTexts.Waits : RunsTexts.WaitsAt.With(RunOutlook.Place(run));
        if (run.SecondsLeft is { } needs)
            yield return RunsTexts.ThenNeeds.With(RunOutlook.About(needs));
        yield return RunsTexts.TeamsTakeTurns;
    }

    /// <inheritdoc />
    protected override void OnInitialized() => Changes.Happened += HearAsync;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_opened != Id)
            await OpenAsync();
        await ReadOthersAsync();
    }

    private async Task OpenAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
        _left = new CancellationTokenSource();
        var left = _left.Token;
        (_opened, _story, _detail) = (Id, new RunStory(), null);
        RunDetail? detail = null;
        var failure = await Notices.FailureOf(async () => detail = await Client.Runs.GetAsync(Id, left));
        // The visitor may have left meanwhile, or gone on to another run.
        if (left.IsCancellationRequested)
            return;
        (_detail, _failure) = (detail, failure);
        if (detail is null)
            return;
        _ = FollowAsync(_story, left);
        _ = TickAsync(left);
    }

    private async Task FollowAsync(RunStory story, CancellationToken left)
    {
        try
        {
            await CatchUpAsync(story, left);
            StateHasChanged();
            await foreach (var item in Client.RunFeed.ReadAsync(Id, story.LastEvent, state => _feed = state, left))
            {
                story.Apply(item);
                if (item.Kind == RunEventKinds.State)
                    await ReadDetailAsync(left);
            }

            await ReadDetailAsync(left);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The visitor left the page.
        }
        catch (Exception failure) when (failure is WarpGradException or HttpRequestException)
        {
            _failure = failure is WarpGradException refusal ? refusal.Problem.Sentence : Notices.Unreachable;
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    // The server may go away just then; the feed waits for it, and so does this.
    private async Task ReadDetailAsync(CancellationToken left)
    {
        while (true)
        {
            try
            {
                _detail = await Client.Runs.GetAsync(Id, left);
                return;
            }
            catch (Exception away) when (away is HttpRequestException or WarpGradException { Status: >= HttpStatusCode.InternalServerError })
            {
                await Task.Delay(Patience, Clock, left);
            }
        }
    }

    // A long past is mostly metrics, of which the server gives as many as can be drawn; all else comes in pages. The feed goes on after it.
    private async Task CatchUpAsync(RunStory story, CancellationToken left)
    {
        var past = _detail!.LastEvent;
        IReadOnlyList<RunEvent> page;
        do
        {
            page = await Client.Runs.EventsAsync(Id, story.LastEvent, HistoryPage, TheRest, left);
            foreach (var item in page.Where(item => item.N <= past))
                story.Apply(item);
        }
        while (page.Count == HistoryPage && page[^1].N < past);

        var series = await Client.Runs.MetricsAsync(Id, cancel: left);
        story.Begin(past, series, await PictureAsync(left));
    }

    private async Task<RunPicture?> PictureAsync(CancellationToken left)
    {
        try
        {
            return await Client.Runs.PictureAsync(Id, left);
        }
        catch (WarpGradException none) when (none.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    // One that is gone, or that the visitor may not see, is left out.
    private async Task ReadOthersAsync()
    {
        var wanted = (With ?? "").Split(',').Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty)
            .Where(id => id != Guid.Empty && id != Id).Distinct().Take(OverlayPicker.Most).ToList();
        foreach (var id in wanted.Where(id => _others.All(other => other.Id != id)))
            await Notices.FailureOf(async () => _others = [.. _others, (await Client.Runs.GetAsync(id)).Summary]);
        _others = [.. wanted.Select(id => _others.FirstOrDefault(other => other.Id == id)).OfType<RunSummary>()];
    }

    // Drawing at a steady pace, not per event: a long history arrives in a burst. It also moves the clock.
    private async Task TickAsync(CancellationToken left)
    {
        using var timer = new PeriodicTimer(Redraw, Clock);
        try
        {
            var (drawn, second, since) = (-1L, 0, 0);
            while (await timer.WaitForNextTickAsync(left))
            {
                second = (second + 1) % 4;
                var stale = (_changed && since >= TicksBetweenReadings) || (State == RunState.Queued && since >= TicksBetweenPlaces);
                since++;
                if (stale)
                {
                    (_changed, since) = (false, 0);
                    var ended = State.IsFinal();
                    await Notices.FailureOf(async () => _detail = await Client.Runs.GetAsync(Id, left));
                    left.ThrowIfCancellationRequested();
                    await FollowAnewAsync(ended);
                }

                if (stale || drawn != _story.LastEvent || (second == 0 && !State.IsFinal()) || _failure is not null)
                    StateHasChanged();
                drawn = _story.LastEvent;
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The visitor left the page.
        }
    }

    private Task HearAsync(TeamChange change)
    {
        _changed |= change.Kind == TeamChangeKinds.Connected || (change.Kind == TeamChangeKinds.Run && change.Id == Id);
        return Task.CompletedTask;
    }

    private async Task ActedAsync(RunSummary summary)
    {
        var ended = State.IsFinal();
        _detail = _detail! with { Summary = summary };
        await FollowAnewAsync(ended);
    }

    // The feed of a run that had ended is over: when the run goes on, it is opened anew, with all that draws it.
    private async Task FollowAnewAsync(bool ended)
    {
        if (!ended || _detail!.Summary.State.IsFinal() || _left.IsCancellationRequested)
            return;
        await OpenAsync();
        StateHasChanged();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Changes.Happened -= HearAsync;
        _left.Cancel();
        _left.Dispose();
    }
}
