using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;

namespace WarpGrad.Api.Authorization;

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
    /// <summary>Decides by operation, the caller's role in the owning team (null: none) and the scope of the caller's credentials.</summary>
    public static Access Decide(Operation operation, TeamRole? role, TokenScope scope)
    {
        if (role is null)
            return Access.Hidden;
        var (needsRole, needsScope) = Needs(operation);
        return role >= needsRole && scope >= needsScope ? Access.Allowed : Access.Forbidden;
    }

    private static (TeamRole Role, TokenScope Scope) Needs(Operation operation) => operation switch
    {
        Operation.TeamRead or Operation.DatasetRead or Operation.RunRead or Operation.ModelRead => (TeamRole.Viewer, TokenScope.Read),
        Operation.ModelAdapt => (TeamRole.Viewer, TokenScope.Read),
        Operation.DatasetCreate or Operation.RunCreate or Operation.RunControl => (TeamRole.Member, TokenScope.Write),
        Operation.DatasetDelete => (TeamRole.Maintainer, TokenScope.Write),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "An operation without a rule."),
    };
}
