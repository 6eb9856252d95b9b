namespace WarpGrad.Client.Audit;

/// <summary>Which entries of the audit log are wanted; what is absent does not matter.</summary>
/// <param name="Actor">Only entries whose actor's e-mail or name contains this.</param>
/// <param name="Action">Only this action, such as <c>model.share</c>, or this kind of thing, such as <c>model</c>.</param>
/// <param name="Target">Only entries about the thing with this id or address.</param>
/// <param name="From">Not before this moment.</param>
/// <param name="Until">Before this moment.</param>
public sealed record AuditQuery(
    string? Actor = null, string? Action = null, string? Target = null, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    internal string On(string path, string? cursor = null) => Http.Paths.Query(
        path, ("actor", Actor), ("action", Action), ("target", Target), ("from", From), ("until", Until), ("cursor", cursor));
}
