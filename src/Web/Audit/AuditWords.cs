using WarpGrad.Contracts.Audit;

namespace WarpGrad.Web.Audit;

/// <summary>Actions of the audit log in plain words.</summary>
public static class AuditWords
{
    private static readonly Dictionary<string, string> Words = new()
    {
        [AuditActions.AccountCreate] = "Made an account",
        [AuditActions.AccountSignIn] = "Signed in",
        [AuditActions.AccountSignInFailed] = "Failed to sign in",
        [AuditActions.AccountChange] = "Changed an account",
        [AuditActions.AccountPassword] = "Changed a password",
        [AuditActions.AccountResetLink] = "Made a password link",
        [AuditActions.AccountUnlock] = "Unlocked an account",
        [AuditActions.WorkerDrain] = "Asked a worker to leave",
        [AuditActions.TeamCreate] = "Founded the team",
        [AuditActions.TeamChange] = "Renamed the team",
        [AuditActions.TeamTransfer] = "Handed the team over",
        [AuditActions.MemberJoin] = "Joined",
        [AuditActions.MemberRole] = "Changed a role",
        [AuditActions.MemberRemove] = "Removed a member",
        [AuditActions.MemberLeave] = "Left",
        [AuditActions.InvitationCreate] = "Made an invitation",
        [AuditActions.InvitationRevoke] = "Revoked an invitation",
        [AuditActions.TokenCreate] = "Made a token",
        [AuditActions.TokenRevoke] = "Revoked a token",
        [AuditActions.DatasetCreate] = "Made a dataset",
        [AuditActions.DatasetChange] = "Changed a dataset",
        [AuditActions.DatasetDelete] = "Deleted a dataset",
        [AuditActions.DatasetShare] = "Shared a dataset",
        [AuditActions.DatasetUnshare] = "Ended sharing a dataset",
        [AuditActions.RunCreate] = "Submitted a run",
        [AuditActions.RunCancel] = "Cancelled a run",
        [AuditActions.RunPause] = "Paused a run",
        [AuditActions.RunResume] = "Resumed a run",
        [AuditActions.SweepCreate] = "Submitted a sweep",
        [AuditActions.SweepStop] = "Stopped a sweep",
        [AuditActions.RunRetry] = "Retried a run",
        [AuditActions.RunPriority] = "Changed the priority of a run",
        [AuditActions.RunDelete] = "Deleted a run",
        [AuditActions.ModelImport] = "Imported a model",
        [AuditActions.ModelChange] = "Changed a model",
        [AuditActions.ModelDelete] = "Deleted a model",
        [AuditActions.ModelAlias] = "Moved an alias",
        [AuditActions.ModelStar] = "Starred a model",
        [AuditActions.ModelUnstar] = "Unstarred a model",
        [AuditActions.ModelShare] = "Shared a model",
        [AuditActions.ModelUnshare] = "Ended sharing a model",
        [AuditActions.ModelAsk] = "Asked for a model",
        [AuditActions.ModelAnswer] = "Answered a request",
        [AuditActions.AdaptationCreate] = "Kept an adaptation",
        [AuditActions.AdaptationAdd] = "Added examples to an adaptation",
        [AuditActions.AdaptationDelete] = "Deleted an adaptation",
    };

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["account"] = "Accounts",
        ["worker"] = "Workers",
        ["team"] = "Team",
        ["member"] = "Members",
        ["invitation"] = "Invitations",
        ["token"] = "Tokens",
        ["dataset"] = "Datasets",
        ["run"] = "Runs",
        ["sweep"] = "Sweeps",
        ["model"] = "Models",
        ["adaptation"] = "Adaptations",
    };

    /// <summary>Kinds of things with what can be done to them.</summary>
    public static IReadOnlyList<(string Kind, string Name, string[] Actions)> Groups { get; } =
        [.. Kinds.Select(kind => (kind.Key, kind.Value, Words.Keys.Where(action => action.StartsWith(kind.Key + ".", StringComparison.Ordinal)).ToArray()))];

    /// <summary>An action in words; as it is written where there are none.</summary>
    public static string Say(string action) => Words.GetValueOrDefault(action, action);
}
