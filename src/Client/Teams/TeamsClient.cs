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
}
