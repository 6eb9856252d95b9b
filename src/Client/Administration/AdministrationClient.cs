using System.Globalization;
using WarpGrad.Client.Http;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Health;
using WarpGrad.Contracts.Workers;

namespace WarpGrad.Client.Administration;

/// <summary>Accounts, workers and health of the installation, for administrators.</summary>
public sealed class AdministrationClient
{
    private readonly HttpSender _http;

    internal AdministrationClient(HttpSender http) => _http = http;

    /// <summary>One page of the accounts.</summary>
    /// <param name="search">Only accounts whose e-mail address or name contains this.</param>
    /// <param name="cursor">Where the page begins, from the page before; the first page when absent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Page<AccountSummary>> AccountsAsync(string? search = null, string? cursor = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<AccountSummary>>(Paths.Query("admin/accounts", ("search", search), ("cursor", cursor)), cancel);

    /// <summary>All accounts, or those found.</summary>
    public IAsyncEnumerable<AccountSummary> AllAccountsAsync(string? search = null, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => AccountsAsync(search, cursor, stop), cancel);

    /// <summary>How the installation stands.</summary>
    public Task<InstallationHealth> HealthAsync(CancellationToken cancel = default) => _http.GetAsync<InstallationHealth>("admin/health", cancel);

    /// <summary>One page of the worker processes, newest first.</summary>
    /// <param name="gone">Those that have left instead of those that have not.</param>
    /// <param name="cursor">Where the page begins, from the page before; the first page when absent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Page<WorkerSummary>> WorkersAsync(bool gone = false, string? cursor = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<WorkerSummary>>(Paths.Query("admin/workers", ("gone", gone ? "true" : null), ("cursor", cursor)), cancel);

    /// <summary>Asks a worker to finish or put down its work, and to leave.</summary>
    public Task DrainWorkerAsync(Guid worker, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Post, Paths.Of("admin", "workers", worker, "drain"), cancel);

    /// <summary>Makes a link that lets its holder set a new password, once.</summary>
    public Task<PasswordResetLink> MakeResetLinkAsync(Guid account, CancellationToken cancel = default) =>
        _http.PostAsync<PasswordResetLink>(Paths.Of("admin", "accounts", account, "password-reset"), null, cancel);

    /// <summary>Ends the lock after too many wrong passwords.</summary>
    public Task UnlockAsync(Guid account, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Post, Paths.Of("admin", "accounts", account, "unlock"), cancel);

    /// <summary>Makes a person an administrator of the installation, or takes the role away; the last one keeps it.</summary>
    public Task<AccountSummary> SetAdministratorAsync(Guid account, bool administrator, CancellationToken cancel = default) =>
        _http.SendAsync<AccountSummary>(administrator ? HttpMethod.Put : HttpMethod.Delete, Paths.Of("admin", "accounts", account, "administrator"), null, cancel);

    /// <summary>Closes an account: its sessions and tokens end, and its person cannot sign in.</summary>
    public Task<AccountSummary> DeactivateAsync(Guid account, CancellationToken cancel = default) =>
        _http.PostAsync<AccountSummary>(Paths.Of("admin", "accounts", account, "deactivate"), null, cancel);

    /// <summary>Opens an account again.</summary>
    public Task<AccountSummary> ReactivateAsync(Guid account, CancellationToken cancel = default) =>
        _http.PostAsync<AccountSummary>(Paths.Of("admin", "accounts", account, "reactivate"), null, cancel);

    /// <summary>The teams that keep most in the database, and what it is.</summary>
    /// <param name="limit">Teams at most, 1 to 200; 50 when absent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<IReadOnlyList<TeamStorage>> StorageAsync(int? limit = null, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<TeamStorage>>(Paths.Query("admin/storage", ("limit", limit?.ToString(CultureInfo.InvariantCulture))), cancel);

    /// <summary>Teams that have no owner who may sign in.</summary>
    public Task<IReadOnlyList<OwnerlessTeam>> OwnerlessTeamsAsync(CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<OwnerlessTeam>>("admin/ownerless-teams", cancel);

    /// <summary>Makes a member of such a team its owner.</summary>
    public Task NameOwnerAsync(string team, Guid user, CancellationToken cancel = default) =>
        _http.PostAsync(Paths.Of("admin", "ownerless-teams", team, "owner"), new NameOwnerRequest(user), cancel);
}
