using WarpGrad.Client.Http;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Teams;

namespace WarpGrad.Client.Invitations;

/// <summary>Links into a team: made by its owners, used by those who get them.</summary>
public sealed class InvitationsClient
{
    private readonly HttpSender _http;

    internal InvitationsClient(HttpSender http) => _http = http;

    /// <summary>Invitations of a team, without their secrets; for its owners.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<IReadOnlyList<InvitationSummary>> ListAsync(string team, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<InvitationSummary>>(Paths.Of("teams", team, "invitations"), cancel);

    /// <summary>Makes an invitation; the answer is the only one that ever holds its secret.</summary>
    public Task<CreatedInvitation> CreateAsync(string team, CreateInvitationRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<CreatedInvitation>(Paths.Of("teams", team, "invitations"), request, cancel);

    /// <summary>Revokes an invitation that nobody has used.</summary>
    public Task RevokeAsync(string team, Guid id, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Delete, Paths.Of("teams", team, "invitations", id), cancel);

    /// <summary>What an invitation offers. Needs no sign-in.</summary>
    /// <param name="code">Secret of the invitation.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<InvitationOffer> LookAsync(string code, CancellationToken cancel = default) =>
        _http.PostAsync<InvitationOffer>("invitations/look", new InvitationCodeRequest(code), cancel);

    /// <summary>Joins the team as the person who is signed in.</summary>
    /// <param name="code">Secret of the invitation.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<TeamSummary> AcceptAsync(string code, CancellationToken cancel = default) =>
        _http.PostAsync<TeamSummary>("invitations/accept", new InvitationCodeRequest(code), cancel);

    /// <summary>Makes an account, joins the team with it, and signs in.</summary>
    public Task<Me> RegisterAsync(RegisterRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<Me>("invitations/register", request, cancel);
}
