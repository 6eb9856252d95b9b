using System.Runtime.CompilerServices;
using WarpGrad.Client.Http;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Client.Runs;

/// <summary>Recipes, runs and what they leave behind.</summary>
public sealed class RunsClient
{
    private readonly HttpSender _http;

    internal RunsClient(HttpSender http) => _http = http;

    /// <summary>The recipes that come with the product.</summary>
    public Task<IReadOnlyList<Recipe>> RecipesAsync(CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<Recipe>>("recipes", cancel);

    /// <summary>Submits a run.</summary>
    public Task<RunSummary> CreateAsync(string team, CreateRunRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<RunSummary>(Paths.Of("teams", team, "runs"), request, cancel);

    /// <summary>Predicts what a run would cost by a short probe on a worker. Where it takes longer than the wait, the answer is still empty: ask again by its id.</summary>
    public Task<RunEstimateAnswer> EstimateAsync(string team, CreateRunRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<RunEstimateAnswer>(Paths.Of("teams", team, "runs", "estimate"), request, cancel);

    /// <summary>An estimate by id.</summary>
    public Task<RunEstimateAnswer> EstimateAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<RunEstimateAnswer>(Paths.Of("run-estimates", id), cancel);

    /// <summary>One page of a team's runs.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="filter">Which runs, and in which order; all, newest first, when absent.</param>
    /// <param name="cursor">Where the page begins, from the page before under the same filter; the first page when absent.</param>
    /// <param name="limit">Most runs of the page.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Page<RunSummary>> ListAsync(string team, RunQuery? filter = null, string? cursor = null, int? limit = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<RunSummary>>(
            Paths.Query(
                Paths.Of("teams", team, "runs"), ("family", filter?.Family), ("state", filter?.States is { Count: > 0 } states ? string.Join(',', states.Select(state => Paths.Text(state))) : null),
                ("search", filter?.Search), ("tag", filter?.Tag), ("sort", filter?.Sort), ("cursor", cursor), ("limit", limit)),
            cancel);

    /// <summary>All of a team's runs that a filter wants, in its order.</summary>
    public IAsyncEnumerable<RunSummary> AllAsync(string team, RunQuery? filter = null, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => ListAsync(team, filter, cursor, cancel: stop), cancel);

    /// <summary>One run with its spec and result.</summary>
    public Task<RunDetail> GetAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<RunDetail>(Paths.Of("runs", id), cancel);

    /// <summary>Every metric over meta-steps, thinned to at most <see cref="Limits.SeriesPoints"/> points each unless all are wanted.</summary>
    /// <param name="id">The run.</param>
    /// <param name="from">First meta-step wanted; from the beginning when absent.</param>
    /// <param name="to">Last meta-step wanted; to the end when absent. Fewer steps show more of each.</param>
    /// <param name="all">Whether all points are wanted, as for a table of them.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<IReadOnlyList<MetricSeries>> MetricsAsync(Guid id, long? from = null, long? to = null, bool all = false, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<MetricSeries>>(Paths.Query(Paths.Of("runs", id, "metrics"), ("from", from), ("to", to), ("all", all ? true : null)), cancel);

    /// <summary>Events with a number above <paramref name="after"/>, in order.</summary>
    /// <param name="id">The run.</param>
    /// <param name="after">Number of the last event known.</param>
    /// <param name="limit">Most events of the answer.</param>
    /// <param name="kinds">Only events of these kinds; all when absent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<IReadOnlyList<RunEvent>> EventsAsync(Guid id, long after = 0, int? limit = null, IEnumerable<string>? kinds = null, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<RunEvent>>(
            Paths.Query(Paths.Of("runs", id, "events"), ("after", after), ("limit", limit), ("kinds", kinds is null ? null : string.Join(',', kinds))), cancel);

    /// <summary>All events with a number above <paramref name="after"/>, in order, read page by page up to where they ended when the last page was read.</summary>
    public async IAsyncEnumerable<RunEvent> AllEventsAsync(Guid id, long after = 0, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        const int pageSize = 1000;
        IReadOnlyList<RunEvent> page;
        do
        {
            page = await EventsAsync(id, after, pageSize, cancel: cancel).ConfigureAwait(false);
            foreach (var item in page)
                yield return item;
            after = page.Count > 0 ? page[^1].N : after;
        }
        while (page.Count == pageSize);
    }

    /// <summary>The newest picture of what the learner did on a held-out task; before the first the answer is refused as not found.</summary>
    public Task<RunPicture> PictureAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<RunPicture>(Paths.Of("runs", id, "picture"), cancel);

    /// <summary>The checkpoints a run has kept.</summary>
    public Task<IReadOnlyList<CheckpointSummary>> CheckpointsAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<CheckpointSummary>>(Paths.Of("runs", id, "checkpoints"), cancel);

    /// <summary>Opens a checkpoint in safetensors format; dispose the stream when read.</summary>
    public async Task<Stream> OpenCheckpointAsync(Guid id, Guid checkpoint, CancellationToken cancel = default)
    {
        var response = await _http.OpenAsync(HttpMethod.Get, Paths.Of("runs", id, "checkpoints", checkpoint), null, cancel).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Address, relative to the installation, of a checkpoint's download.</summary>
    public static string CheckpointPath(Guid id, Guid checkpoint) => "api/v1/" + Paths.Of("runs", id, "checkpoints", checkpoint);

    /// <summary>Asks a run to stop for good; its last checkpoint is kept.</summary>
    public Task<RunSummary> CancelAsync(Guid id, CancellationToken cancel = default) => ActAsync(id, "cancel", cancel);

    /// <summary>Asks a run to save a checkpoint and pause.</summary>
    public Task<RunSummary> PauseAsync(Guid id, CancellationToken cancel = default) => ActAsync(id, "pause", cancel);

    /// <summary>Lets a paused run go on from its last checkpoint.</summary>
    public Task<RunSummary> ResumeAsync(Guid id, CancellationToken cancel = default) => ActAsync(id, "resume", cancel);

    /// <summary>Lets a failed or cancelled run go on from its last checkpoint.</summary>
    public Task<RunSummary> RetryAsync(Guid id, CancellationToken cancel = default) => ActAsync(id, "retry", cancel);

    /// <summary>Changes a run's place among the team's queued runs.</summary>
    public Task<RunSummary> PrioritizeAsync(Guid id, RunPriority priority, CancellationToken cancel = default) =>
        _http.PostAsync<RunSummary>(Paths.Of("runs", id, "priority"), new RunPriorityRequest(priority), cancel);

    /// <summary>Changes a run's name or tags.</summary>
    public Task<RunSummary> ChangeAsync(Guid id, ChangeRunRequest request, CancellationToken cancel = default) =>
        _http.PatchAsync<RunSummary>(Paths.Of("runs", id), request, cancel);

    /// <summary>Submits the same spec as a new run.</summary>
    public Task<RunSummary> CloneAsync(Guid id, CancellationToken cancel = default) => ActAsync(id, "clone", cancel);

    /// <summary>Submits the same spec, with changes, as a new run.</summary>
    public Task<RunSummary> CloneAsync(Guid id, CloneRunRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<RunSummary>(Paths.Of("runs", id, "clone"), request, cancel);

    /// <summary>Deletes a run that no worker has, with its events and checkpoints; the model that it became stays.</summary>
    public Task DeleteAsync(Guid id, CancellationToken cancel = default) => _http.SendAsync(HttpMethod.Delete, Paths.Of("runs", id), cancel);

    /// <summary>Does something to many runs; the answer says of each whether it was done.</summary>
    public Task<BulkRunAnswer> BulkAsync(string team, BulkRunRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<BulkRunAnswer>(Paths.Of("teams", team, "runs", "bulk"), request, cancel);

    private Task<RunSummary> ActAsync(Guid id, string verb, CancellationToken cancel) =>
        _http.PostAsync<RunSummary>(Paths.Of("runs", id, verb), null, cancel);
}
