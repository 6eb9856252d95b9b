using WarpGrad.Client.Http;
using WarpGrad.Contracts.Teams;

namespace WarpGrad.Client.Teams;

/// <summary>Teams and their members.</summary>
public sealed class TeamsClient
{
    private readonly HttpSender _http;

    internal TeamsClient(HttpSender http) => _http = http;

    /// <summary>The caller's teams.</summary>
    public Task<IReadOnlyList<TeamSummary>> ListAsync(CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<TeamSummary>>("teams", cancel);

    /// <summary>Founds a team, whose owner is the caller.</summary>
    public Task<TeamSummary> CreateAsync(CreateTeamRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<TeamSummary>("teams", request, cancel);

    /// <summary>The members of a team.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<IReadOnlyList<TeamMember>> MembersAsync(string team, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<TeamMember>>(Paths.Of("teams", team, "members"), cancel);

    /// <summary>One of the caller's teams.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<TeamSummary> GetAsync(string team, CancellationToken cancel = default) =>
        _http.GetAsync<TeamSummary>(Paths.Of("teams", team), cancel);

    /// <summary>Renames a team; its address stays.</summary>
    public Task<TeamSummary> ChangeAsync(string team, ChangeTeamRequest request, CancellationToken cancel = default) =>
        _http.PatchAsync<TeamSummary>(Paths.Of("teams", team), request, cancel);

    /// <summary>Deletes a team that holds no runs, datasets and models any more.</summary>
    public Task DeleteAsync(string team, CancellationToken cancel = default) => _http.SendAsync(HttpMethod.Delete, Paths.Of("teams", team), cancel);

    /// <summary>Gives a member another role.</summary>
    public Task<TeamMember> ChangeRoleAsync(string team, Guid user, TeamRole role, CancellationToken cancel = default) =>
        _http.PutAsync<TeamMember>(Paths.Of("teams", team, "members", user), new ChangeRoleRequest(role), cancel);

    /// <summary>Removes a member; with the caller's own id, leaves the team.</summary>
    public Task RemoveAsync(string team, Guid user, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Delete, Paths.Of("teams", team, "members", user), cancel);

    /// <summary>Hands a team over: the member becomes an owner, the caller a maintainer. Answers with the members as they are then.</summary>
    public Task<IReadOnlyList<TeamMember>> TransferAsync(string team, Guid user, CancellationToken cancel = default) =>
        _http.PostAsync<IReadOnlyList<TeamMember>>(Paths.Of("teams", team, "transfer"), new TransferTeamRequest(user), cancel);
}
