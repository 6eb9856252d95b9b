using WarpGrad.Contracts.Teams;

namespace WarpGrad.Web.Shared;

/// <summary>Roles in plain words.</summary>
public static class Roles
{
    /// <summary>All roles, the least first.</summary>
    public static IReadOnlyList<TeamRole> All { get; } = Enum.GetValues<TeamRole>();

    /// <summary>Name of a role.</summary>
    public static string Name(TeamRole role) => Say.Words(role.ToString());

    /// <summary>What a role allows, in a sentence.</summary>
    public static string Help(TeamRole role) => role switch
    {
        TeamRole.Viewer => "Viewers see everything of the team and try its models.",
        TeamRole.Member => "Members also make datasets, runs and models.",
        TeamRole.Maintainer => "Maintainers also delete and share.",
        TeamRole.Owner => "Owners also manage the team.",
        _ => "",
    };
}
