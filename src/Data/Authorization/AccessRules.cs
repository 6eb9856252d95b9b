using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;

namespace WarpGrad.Data.Authorization;

/// <summary>What a decision came to.</summary>
public enum Access
{
    /// <summary>Go on.</summary>
    Allowed,

    /// <summary>The caller may know of the thing but not do this.</summary>
    Forbidden,

    /// <summary>For this caller the thing does not exist.</summary>
    Hidden,
}

/// <summary>The one place that decides who may do what.</summary>
public static class AccessRules
{
    /// <summary>Decides by operation, the caller's standing to the thing, and the scope of the caller's credentials.</summary>
    /// <param name="operation">What the caller wants.</param>
    /// <param name="standing">Role in the owning team and reach of the thing.</param>
    /// <param name="scope">Scope of the token; <see cref="TokenScope.Admin"/> for a signed-in browser.</param>
    public static Access Decide(Operation operation, Standing standing, TokenScope scope)
    {
        if (standing is { Role: null, Reach: Reach.None })
            return Access.Hidden;
        var needs = Needs(operation);
        var stands = standing.Role >= needs.Role || (needs.Reach is { } reach && standing.Reach >= reach);
        return stands && scope >= needs.Scope ? Access.Allowed : Access.Forbidden;
    }

    /// <summary>Role in the owning team, or reach of the thing where that is enough, and scope of the credentials.</summary>
    private static (TeamRole Role, Reach? Reach, TokenScope Scope) Needs(Operation operation) => operation switch
    {
        Operation.TeamRead or Operation.RunRead or Operation.AdaptationRead => (TeamRole.Viewer, null, TokenScope.Read),
        Operation.TeamAudit => (TeamRole.Owner, null, TokenScope.Read),
        Operation.TeamManage => (TeamRole.Owner, null, TokenScope.Admin),
        Operation.ModelFind => (TeamRole.Viewer, Reach.Find, TokenScope.Read),
        Operation.DatasetRead or Operation.ModelRead => (TeamRole.Viewer, Reach.Read, TokenScope.Read),
        Operation.ModelAdapt => (TeamRole.Viewer, Reach.Adapt, TokenScope.Read),
        Operation.DatasetCreate or Operation.DatasetEdit or Operation.RunCreate or Operation.RunControl
            or Operation.ModelCreate or Operation.ModelEdit => (TeamRole.Member, null, TokenScope.Write),
        Operation.DatasetShare or Operation.DatasetDelete or Operation.RunDelete or Operation.ModelShare or Operation.ModelDelete
            or Operation.AdaptationManage => (TeamRole.Maintainer, null, TokenScope.Write),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "An operation without a rule."),
    };
}
