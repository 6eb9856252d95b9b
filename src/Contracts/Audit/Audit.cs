namespace WarpGrad.Contracts.Audit;

/// <summary>Something that somebody changed.</summary>
/// <param name="Id">Id; ascends with time.</param>
/// <param name="Time">When.</param>
/// <param name="Actor">E-mail of the person, or name of the service token.</param>
/// <param name="Action">What was done; one of <see cref="AuditActions"/>.</param>
/// <param name="Kind">Kind of thing, such as <c>model</c>.</param>
/// <param name="Target">Id or address of the thing.</param>
/// <param name="Name">Name of the thing as it was then.</param>
/// <param name="Detail">What changed, in words; may be empty.</param>
/// <param name="Address">Network address it came from.</param>
public sealed record AuditEntrySummary(
    Guid Id, DateTimeOffset Time, string Actor, string Action, string Kind, string Target, string Name, string Detail, string Address);

/// <summary>Names of what can be done, as the audit log writes them: kind of thing, dot, verb.</summary>
public static class AuditActions
{
    /// <summary>Accounts of people.</summary>
    public const string AccountCreate = "account.create", AccountSignIn = "account.sign-in", AccountSignInFailed = "account.sign-in-failed",
        AccountChange = "account.change", AccountPassword = "account.password", AccountResetLink = "account.reset-link", AccountUnlock = "account.unlock",
        AccountSignOut = "account.sign-out-everywhere", AccountAdministrator = "account.administrator", AccountDeactivate = "account.deactivate",
        AccountReactivate = "account.reactivate";

    /// <summary>Worker processes.</summary>
    public const string WorkerDrain = "worker.drain";

    /// <summary>Teams and who is in them.</summary>
    public const string TeamCreate = "team.create", TeamChange = "team.change", MemberJoin = "member.join", MemberRole = "member.role",
        MemberRemove = "member.remove", MemberLeave = "member.leave", TeamTransfer = "team.transfer",
        TeamOwner = "team.owner", TeamDelete = "team.delete",
        InvitationCreate = "invitation.create", InvitationRevoke = "invitation.revoke";

    /// <summary>Tokens.</summary>
    public const string TokenCreate = "token.create", TokenRevoke = "token.revoke";

    /// <summary>Datasets.</summary>
    public const string DatasetCreate = "dataset.create", DatasetChange = "dataset.change", DatasetDelete = "dataset.delete",
        DatasetShare = "dataset.share", DatasetUnshare = "dataset.unshare", DatasetUpload = "dataset.upload", DatasetUploadStop = "dataset.upload-stop";

    /// <summary>Runs.</summary>
    public const string RunCreate = "run.create", RunCancel = "run.cancel", RunPause = "run.pause", RunResume = "run.resume",
        RunRetry = "run.retry", RunPriority = "run.priority", RunChange = "run.change", RunDelete = "run.delete";

    /// <summary>Sweeps.</summary>
    public const string SweepCreate = "sweep.create", SweepStop = "sweep.stop";

    /// <summary>Models.</summary>
    public const string ModelImport = "model.import", ModelChange = "model.change", ModelDelete = "model.delete", ModelAlias = "model.alias",
        ModelStar = "model.star", ModelUnstar = "model.unstar", ModelShare = "model.share", ModelUnshare = "model.unshare",
        ModelAsk = "model.ask", ModelWithdraw = "model.withdraw", ModelAnswer = "model.answer";

    /// <summary>Kept adaptations.</summary>
    public const string AdaptationCreate = "adaptation.create", AdaptationAdd = "adaptation.add", AdaptationDelete = "adaptation.delete";
}
