using WarpGrad.Contracts.Teams;

namespace WarpGrad.Web.Shared;

/// <summary>Roles in plain words.</summary>
public static class Roles
{
    /// <summary>All roles, the least first.</summary>
    public static IReadOnlyList<TeamRole> All { get; } = Enum.GetValues<TeamRole>();

    /// <summary>Name of a role.</summary>
    public static string Name(TeamRole role) => role switch
    {
        TeamRole.Viewer => SharedTexts.Viewer,
        TeamRole.Member => SharedTexts.Member,
        TeamRole.Maintainer => SharedTexts.Maintainer,
        TeamRole.Owner => SharedTexts.Owner,
        _ => Say.Words(role.ToString()),
    };

    /// <summary>What a role allows, in a sentence.</summary>
    public static string Help(TeamRole role) => role switch
    {
        TeamRole.Viewer => SharedTexts.ViewersMay,
        TeamRole.Member => SharedTexts.MembersMay,
        TeamRole.Maintainer => SharedTexts.MaintainersMay,
        TeamRole.Owner => SharedTexts.OwnersMay,
        _ => "",
    };
}
