using WarpGrad.Client.Http;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Sharing;

namespace WarpGrad.Client.Sharing;

/// <summary>Who else may use models and datasets.</summary>
public sealed class SharingClient
{
    private readonly HttpSender _http;

    internal SharingClient(HttpSender http) => _http = http;

    /// <summary>Decides who in the installation meets a model.</summary>
    public Task<ModelDetail> SetVisibilityAsync(string team, string model, Visibility visibility, CancellationToken cancel = default) =>
        _http.PutAsync<ModelDetail>(Paths.Of("models", team, model, "visibility"), new VisibilityRequest(visibility), cancel);

    /// <summary>Teams that a model is shared with.</summary>
    public Task<IReadOnlyList<ShareSummary>> SharesAsync(string team, string model, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<ShareSummary>>(Paths.Of("models", team, model, "shares"), cancel);

    /// <summary>Shares a model with a team, or changes what that team may do.</summary>
    /// <param name="team">Slug of the owning team.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="receiver">Slug of the team that gets it.</param>
    /// <param name="grant">What it may do.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ShareSummary> ShareAsync(string team, string model, string receiver, Grant grant, CancellationToken cancel = default) =>
        _http.PutAsync<ShareSummary>(Paths.Of("models", team, model, "shares", receiver), new ShareRequest(grant), cancel);

    /// <summary>Ends sharing a model with a team.</summary>
    public Task UnshareAsync(string team, string model, string receiver, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Delete, Paths.Of("models", team, model, "shares", receiver), cancel);

    /// <summary>Asks for a model that is marked "on request".</summary>
    public Task<AccessRequestSummary> AskAsync(string team, string model, AccessRequestRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<AccessRequestSummary>(Paths.Of("models", team, model, "access-requests"), request, cancel);

    /// <summary>Requests for a model: all for its maintainers, otherwise those of the caller's teams.</summary>
    public Task<IReadOnlyList<AccessRequestSummary>> RequestsAsync(string team, string model, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<AccessRequestSummary>>(Paths.Of("models", team, model, "access-requests"), cancel);

    /// <summary>Shares a model with a team that asked for it.</summary>
    public Task<AccessRequestSummary> ApproveAsync(string team, string model, Guid request, Grant grant, CancellationToken cancel = default) =>
        _http.PostAsync<AccessRequestSummary>(Paths.Of("models", team, model, "access-requests", request, "approve"), new ShareRequest(grant), cancel);

    /// <summary>Says no to a team that asked for a model.</summary>
    public Task<AccessRequestSummary> DeclineAsync(string team, string model, Guid request, CancellationToken cancel = default) =>
        _http.PostAsync<AccessRequestSummary>(Paths.Of("models", team, model, "access-requests", request, "decline"), null, cancel);

    /// <summary>Open requests for any model of a team, for its maintainers.</summary>
    public Task<IReadOnlyList<TeamAccessRequest>> OpenRequestsAsync(string team, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<TeamAccessRequest>>(Paths.Of("teams", team, "access-requests"), cancel);

    /// <summary>What a team has asked for, newest first.</summary>
    public Task<IReadOnlyList<TeamAccessRequest>> SentRequestsAsync(string team, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<TeamAccessRequest>>(Paths.Of("teams", team, "access-requests", "sent"), cancel);

    /// <summary>Takes a request back that nobody has answered.</summary>
    public Task WithdrawAsync(Guid request, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Post, Paths.Of("access-requests", request, "withdraw"), cancel);

    /// <summary>Teams that things of a team are shared with.</summary>
    public Task<IReadOnlyList<ReceiverSummary>> ReceiversAsync(string team, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<ReceiverSummary>>(Paths.Of("teams", team, "receivers"), cancel);

    /// <summary>Decides who in the installation may use a dataset: nobody else or everybody.</summary>
    public Task<DatasetSummary> SetVisibilityAsync(Guid dataset, Visibility visibility, CancellationToken cancel = default) =>
        _http.PutAsync<DatasetSummary>(Paths.Of("datasets", dataset, "visibility"), new VisibilityRequest(visibility), cancel);

    /// <summary>Teams that a dataset is shared with.</summary>
    public Task<IReadOnlyList<ShareSummary>> SharesAsync(Guid dataset, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<ShareSummary>>(Paths.Of("datasets", dataset, "shares"), cancel);

    /// <summary>Shares a dataset with a team.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="receiver">Slug of the team that gets it.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ShareSummary> ShareAsync(Guid dataset, string receiver, CancellationToken cancel = default) =>
        _http.PutAsync<ShareSummary>(Paths.Of("datasets", dataset, "shares", receiver), new ShareRequest(), cancel);

    /// <summary>Ends sharing a dataset with a team.</summary>
    public Task UnshareAsync(Guid dataset, string receiver, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Delete, Paths.Of("datasets", dataset, "shares", receiver), cancel);
}
