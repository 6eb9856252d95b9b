using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Teams;

namespace WarpGrad.Data.Authorization;

/// <summary>How far a thing reaches beyond its team; each includes the ones before it.</summary>
public enum Reach
{
    /// <summary>Not at all: for others it does not exist.</summary>
    None,

    /// <summary>Its card can be found.</summary>
    Find,

    /// <summary>It can be read.</summary>
    Read,

    /// <summary>It can be used.</summary>
    Adapt,
}

/// <summary>How a caller stands to a thing.</summary>
/// <param name="Role">Role in the team that owns it; null for outsiders.</param>
/// <param name="Reach">What outsiders may do with it.</param>
public readonly record struct Standing(TeamRole? Role, Reach Reach)
{
    /// <summary>What visibility and a grant, where there is one, come to.</summary>
    /// <param name="visibility">Visibility of the thing in the installation.</param>
    /// <param name="grant">The best grant among the caller's teams.</param>
    public static Reach ReachOf(Visibility visibility, Grant? grant)
    {
        var open = visibility switch
        {
            Visibility.Public => Reach.Adapt,
            Visibility.OnRequest => Reach.Find,
            _ => Reach.None,
        };
        var given = grant switch
        {
            Grant.Adapt => Reach.Adapt,
            Grant.Read => Reach.Read,
            _ => Reach.None,
        };
        return open > given ? open : given;
    }
}
