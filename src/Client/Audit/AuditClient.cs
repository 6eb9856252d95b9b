using WarpGrad.Client.Http;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;

namespace WarpGrad.Client.Audit;

/// <summary>Who did what: of a team for its owners, of the installation for administrators.</summary>
public sealed class AuditClient
{
    private readonly HttpSender _http;

    internal AuditClient(HttpSender http) => _http = http;

    /// <summary>One page of a team's audit log, newest first; for its owners.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="query">Which entries; all when absent.</param>
    /// <param name="cursor">Where the page begins, from the page before; the first page when absent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Page<AuditEntrySummary>> ListAsync(string team, AuditQuery? query = null, string? cursor = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<AuditEntrySummary>>((query ?? new AuditQuery()).On(Paths.Of("teams", team, "audit"), cursor), cancel);

    /// <summary>All wanted entries of a team's audit log, newest first.</summary>
    public IAsyncEnumerable<AuditEntrySummary> AllAsync(string team, AuditQuery? query = null, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => ListAsync(team, query, cursor, stop), cancel);

    /// <summary>One page of what concerns no single team, such as sign-ins, newest first; for administrators.</summary>
    /// <param name="query">Which entries; all when absent.</param>
    /// <param name="cursor">Where the page begins, from the page before; the first page when absent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Page<AuditEntrySummary>> ListInstallationAsync(AuditQuery? query = null, string? cursor = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<AuditEntrySummary>>((query ?? new AuditQuery()).On("admin/audit", cursor), cancel);

    /// <summary>Opens a team's audit log as CSV; dispose the stream when read.</summary>
    public async Task<Stream> OpenExportAsync(string team, AuditQuery? query = null, CancellationToken cancel = default)
    {
        var response = await _http.OpenAsync(HttpMethod.Get, Export(team, query), null, cancel).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Address, relative to the installation, of a team's audit log as CSV.</summary>
    public static string ExportPath(string team, AuditQuery? query = null) => "api/v1/" + Export(team, query);

    private static string Export(string team, AuditQuery? query) => (query ?? new AuditQuery()).On(Paths.Of("teams", team, "audit", "export"));
}
