using System.Reflection;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;

namespace WarpGrad.Api.Authorization;

/// <summary>Who calls, with the roles that count for this request.</summary>
/// <param name="Id">Id of the person, or of the service token.</param>
/// <param name="Name">E-mail address of the person, or name of the service token; kept with what the caller makes.</param>
/// <param name="Kind">What kind of credentials they are.</param>
/// <param name="Scope">Scope of the token; everything for a signed-in browser.</param>
/// <param name="Teams">Teams the caller may act in, by slug.</param>
public sealed record Caller(Guid Id, string Name, CallerKind Kind, TokenScope Scope, IReadOnlyDictionary<string, CallerTeam> Teams)
{
    /// <summary>Ids of the caller's teams, for queries.</summary>
    public IReadOnlyList<Guid> TeamIds { get; } = [.. Teams.Values.Select(team => team.Id)];

    /// <summary>The caller's team of that slug, when the operation is allowed there.</summary>
    /// <exception cref="ApiProblem">404 when the caller may not know of it, 403 when only the operation is not allowed.</exception>
    public CallerTeam Demand(Operation operation, string slug)
    {
        var team = Teams.GetValueOrDefault(slug);
        Demand(operation, new Standing(team?.Role, Reach.None), "team");
        return team!;
    }

    /// <summary>Refuses unless the operation is allowed on a thing that only its team knows.</summary>
    public void Demand(Operation operation, Guid teamId, string thing) => Demand(operation, new Standing(RoleIn(teamId), Reach.None), thing);

    /// <summary>Refuses unless the operation is allowed to a caller of that standing.</summary>
    public void Demand(Operation operation, Standing standing, string thing)
    {
        switch (AccessRules.Decide(operation, standing, Scope))
        {
            case Access.Allowed: return;
            case Access.Hidden: throw ApiProblem.NotFound(thing);
            case Access.Forbidden: throw ApiProblem.Forbidden($"Your role in the team or the scope of your token does not allow this ({operation}).");
            default: throw new InvalidOperationException("Unknown decision.");
        }
    }

    /// <summary>How the caller stands to a thing that can be shared.</summary>
    /// <param name="teamId">Team that owns it.</param>
    /// <param name="visibility">Its visibility.</param>
    /// <param name="shares">Teams that it is shared with; others than the caller's do not count.</param>
    public Standing StandingTo(Guid teamId, Visibility visibility, IEnumerable<(Guid TeamId, Grant Grant)> shares)
    {
        var grants = shares.Where(share => TeamIds.Contains(share.TeamId)).Select(share => (Grant?)share.Grant);
        return new Standing(RoleIn(teamId), Standing.ReachOf(visibility, grants.Max()));
    }

    /// <summary>The same caller, acting for one of the teams alone.</summary>
    /// <param name="team">One of the caller's teams.</param>
    public Caller For(CallerTeam team) => new(Id, Name, Kind, Scope, new Dictionary<string, CallerTeam> { [team.Slug] = team });

    /// <summary>Refuses unless the credentials have the scope.</summary>
    public void DemandScope(TokenScope scope)
    {
        if (Scope < scope)
            throw ApiProblem.Forbidden($"This needs a token of scope '{scope.ToString().ToLowerInvariant()}'; yours has '{Scope.ToString().ToLowerInvariant()}'.");
    }

    /// <summary>Refuses unless a person calls with credentials for all that the person may do: what follows concerns the person, not a team.</summary>
    public void DemandPerson(TokenScope scope)
    {
        if (Kind is CallerKind.Service or CallerKind.TeamToken)
            throw ApiProblem.Forbidden("A token of one team cannot do this: sign in, or use a token of yours for all teams.");
        DemandScope(scope);
    }

    private TeamRole? RoleIn(Guid teamId) => Teams.Values.FirstOrDefault(team => team.Id == teamId)?.Role;

    /// <summary>Binds the caller as a parameter of an endpoint.</summary>
    public static async ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        await CallerClaims.LoadAsync(context.User, context.RequestServices.GetRequiredService<WarpGradDbContext>(), context.RequestAborted);
}

/// <summary>Kinds of credentials.</summary>
public enum CallerKind
{
    /// <summary>A signed-in browser.</summary>
    Browser,

    /// <summary>A personal token for all teams of its owner.</summary>
    Token,

    /// <summary>A personal token for one team.</summary>
    TeamToken,

    /// <summary>A team's own token.</summary>
    Service,
}

/// <summary>A team of the caller.</summary>
public sealed record CallerTeam(Guid Id, string Slug, string Name, TeamRole Role)
{
    /// <summary>The team as answers show it.</summary>
    public TeamSummary ToSummary() => new(Slug, Name, Role);
}
