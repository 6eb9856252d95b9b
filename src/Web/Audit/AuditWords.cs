using WarpGrad.Contracts.Audit;

namespace WarpGrad.Web.Audit;

/// <summary>Actions of the audit log in plain words.</summary>
public static class AuditWords
{
    private static readonly Dictionary<string, string> Words = new()
    {
        [AuditActions.AccountCreate] = AuditTexts.AccountCreate,
        [AuditActions.AccountSignIn] = AuditTexts.AccountSignIn,
        [AuditActions.AccountSignInFailed] = AuditTexts.AccountSignInFailed,
        [AuditActions.AccountChange] = AuditTexts.AccountChange,
        [AuditActions.AccountPassword] = AuditTexts.AccountPassword,
        [AuditActions.AccountResetLink] = AuditTexts.AccountResetLink,
        [AuditActions.AccountUnlock] = AuditTexts.AccountUnlock,
        [AuditActions.AccountSignOut] = AuditTexts.AccountSignOut,
        [AuditActions.AccountAdministrator] = AuditTexts.AccountAdministrator,
        [AuditActions.AccountDeactivate] = AuditTexts.AccountDeactivate,
        [AuditActions.AccountReactivate] = AuditTexts.AccountReactivate,
        [AuditActions.WorkerDrain] = AuditTexts.WorkerDrain,
        [AuditActions.TeamCreate] = AuditTexts.TeamCreate,
        [AuditActions.TeamChange] = AuditTexts.TeamChange,
        [AuditActions.TeamTransfer] = AuditTexts.TeamTransfer,
        [AuditActions.TeamOwner] = AuditTexts.TeamOwner,
        [AuditActions.TeamDelete] = AuditTexts.TeamDelete,
        [AuditActions.MemberJoin] = AuditTexts.MemberJoin,
        [AuditActions.MemberRole] = AuditTexts.MemberRole,
        [AuditActions.MemberRemove] = AuditTexts.MemberRemove,
        [AuditActions.MemberLeave] = AuditTexts.MemberLeave,
        [AuditActions.InvitationCreate] = AuditTexts.InvitationCreate,
        [AuditActions.InvitationRevoke] = AuditTexts.InvitationRevoke,
        [AuditActions.TokenCreate] = AuditTexts.TokenCreate,
        [AuditActions.TokenRevoke] = AuditTexts.TokenRevoke,
        [AuditActions.DatasetCreate] = AuditTexts.DatasetCreate,
        [AuditActions.DatasetChange] = AuditTexts.DatasetChange,
        [AuditActions.DatasetDelete] = AuditTexts.DatasetDelete,
        [AuditActions.DatasetShare] = AuditTexts.DatasetShare,
        [AuditActions.DatasetUnshare] = AuditTexts.DatasetUnshare,
        [AuditActions.DatasetUpload] = AuditTexts.DatasetUpload,
        [AuditActions.DatasetUploadStop] = AuditTexts.DatasetUploadStop,
        [AuditActions.RunCreate] = AuditTexts.RunCreate,
        [AuditActions.RunCancel] = AuditTexts.RunCancel,
        [AuditActions.RunPause] = AuditTexts.RunPause,
        [AuditActions.RunResume] = AuditTexts.RunResume,
        [AuditActions.SweepCreate] = AuditTexts.SweepCreate,
        [AuditActions.SweepStop] = AuditTexts.SweepStop,
        [AuditActions.RunRetry] = AuditTexts.RunRetry,
        [AuditActions.RunPriority] = AuditTexts.RunPriority,
        [AuditActions.RunChange] = AuditTexts.RunChange,
        [AuditActions.RunDelete] = AuditTexts.RunDelete,
        [AuditActions.ModelImport] = AuditTexts.ModelImport,
        [AuditActions.ModelChange] = AuditTexts.ModelChange,
        [AuditActions.ModelDelete] = AuditTexts.ModelDelete,
        [AuditActions.ModelAlias] = AuditTexts.ModelAlias,
        [AuditActions.ModelStar] = AuditTexts.ModelStar,
        [AuditActions.ModelUnstar] = AuditTexts.ModelUnstar,
        [AuditActions.ModelShare] = AuditTexts.ModelShare,
        [AuditActions.ModelUnshare] = AuditTexts.ModelUnshare,
        [AuditActions.ModelWithdraw] = AuditTexts.ModelWithdraw,
        [AuditActions.ModelAsk] = AuditTexts.ModelAsk,
        [AuditActions.ModelAnswer] = AuditTexts.ModelAnswer,
        [AuditActions.AdaptationCreate] = AuditTexts.AdaptationCreate,
        [AuditActions.AdaptationAdd] = AuditTexts.AdaptationAdd,
        [AuditActions.AdaptationDelete] = AuditTexts.AdaptationDelete,
    };

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["account"] = AuditTexts.Accounts,
        ["worker"] = AuditTexts.Workers,
        ["team"] = AuditTexts.Team,
        ["member"] = AuditTexts.Members,
        ["invitation"] = AuditTexts.Invitations,
        ["token"] = AuditTexts.Tokens,
        ["dataset"] = AuditTexts.Datasets,
        ["run"] = AuditTexts.Runs,
        ["sweep"] = AuditTexts.Sweeps,
        ["model"] = AuditTexts.Models,
        ["adaptation"] = AuditTexts.Adaptations,
    };

    /// <summary>Kinds of things with what can be done to them.</summary>
    public static IReadOnlyList<(string Kind, string Name, string[] Actions)> Groups { get; } =
        [.. Kinds.Select(kind => (kind.Key, kind.Value, Words.Keys.Where(action => action.StartsWith(kind.Key + ".", StringComparison.Ordinal)).ToArray()))];

    /// <summary>An action in words; as it is written where there are none.</summary>
    public static string Say(string action) => Words.GetValueOrDefault(action, action);
}
