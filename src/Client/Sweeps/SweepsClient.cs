using WarpGrad.Client.Http;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Sweeps;

namespace WarpGrad.Client.Sweeps;

/// <summary>Searches over fields of run specs.</summary>
public sealed class SweepsClient
{
    private readonly HttpSender _http;

    internal SweepsClient(HttpSender http) => _http = http;

    /// <summary>Submits a sweep.</summary>
    public Task<SweepSummary> CreateAsync(string team, CreateSweepRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<SweepSummary>(Paths.Of("teams", team, "sweeps"), request, cancel);

    /// <summary>One page of a team's sweeps, newest first.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="cursor">Where the page begins, from the page before; the first page when absent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Page<SweepSummary>> ListAsync(string team, string? cursor = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<SweepSummary>>(Paths.Query(Paths.Of("teams", team, "sweeps"), ("cursor", cursor)), cancel);

    /// <summary>All of a team's sweeps, newest first.</summary>
    public IAsyncEnumerable<SweepSummary> AllAsync(string team, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => ListAsync(team, cursor, stop), cancel);

    /// <summary>A sweep with its trials.</summary>
    public Task<SweepDetail> GetAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<SweepDetail>(Paths.Of("sweeps", id), cancel);

    /// <summary>Stops a sweep; what was trained is kept.</summary>
    public Task<SweepSummary> StopAsync(Guid id, CancellationToken cancel = default) =>
        _http.PostAsync<SweepSummary>(Paths.Of("sweeps", id, "stop"), null, cancel);
}
