using System.Text.RegularExpressions;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>One address to look at.</summary>
/// <param name="Route">The route, as its page declares it.</param>
/// <param name="Path">The address.</param>
/// <param name="Shows">Selector of what is there once the page has been read.</param>
public sealed partial record Stop(string Route, string Path, string Shows)
{
    /// <summary>A name for files.</summary>
    public string Name => Unfit().Replace(Id().Replace(Path.Split('#')[0], "one"), "-").Trim('-') is { Length: > 0 } name ? name : "home-busy";

    /// <summary>All that somebody sees who is signed in.</summary>
    public static IReadOnlyList<Stop> Inside(Furniture found)
    {
        var model = $"models/{found.Model.Team}/{found.Model.Slug}";
        return
        [
            new("/", "", With("run-row")),
            new("/datasets", "datasets", With("dataset-row")),
            new("/datasets/{Id:guid}", $"datasets/{found.Dataset}", With("class-item")),
            new("/runs", "runs", With("run-row")),
            new("/runs/{Id:guid}", $"runs/{found.Run}", With("run-result")),
            new("/runs/new", "runs/new", With("network")),
            new("/sweeps", "sweeps", With("sweep-row")),
            new("/sweeps/{Id:guid}", $"sweeps/{found.Sweep}", With("sweep-trial")),
            new("/runs/new", "runs/new?sweep=true", With("axis-values")),
            new("/compare", $"compare?kind=runs&left={found.Trials[0]}&right={found.Trials[1]}", With("compare-sentence")),
            new("/compare", $"compare?kind=runs&run={found.Trials[0]}&run={found.Trials[1]}", With("compare-row")),
            new("/models", "models", With("model-row")),
            new("/models/find", "models/find", With("finder-go")),
            new("/models/{TeamSlug}/{Slug}", model, With("tryit-class")),
            new("/models/{TeamSlug}/{Slug}", $"{model}?tab=card", With("model-card")),
            new("/models/{TeamSlug}/{Slug}", $"{model}?tab=lineage", With("lineage-node")),
            new("/models/{TeamSlug}/{Slug}", $"{model}?tab=inspector", With("inspector-layer")),
            new("/models/{TeamSlug}/{Slug}", $"{model}?tab=access", With("visibility")),
            new("/team", "team", With("member-row")),
            new("/team", "team?tab=invitations", With("invitation-row")),
            new("/team", "team?tab=tokens", With("service-token-name")),
            new("/team", "team?tab=audit", With("audit-row")),
            new("/team", "team?tab=settings", With("found-team")),
            new("/tokens", "tokens", With("token-row")),
            new("/account", "account", With("account-name")),
            new("/admin", "admin", With("account-row")),
            new("/admin", "admin?tab=health", With("health-state")),
            new("/admin", "admin?tab=workers", With("worker-row")),
            new("/admin", "admin?tab=storage", With("storage-row")),
            new("/admin", "admin?tab=audit", With("audit-row")),
            new("/not-found", "nowhere/at/all", "text=There is no page at this address"),
        ];
    }

    /// <summary>All that somebody sees who is not.</summary>
    public static IReadOnlyList<Stop> Outside(Furniture found) =>
    [
        new("/sign-in", "sign-in", With("signin-email")),
        new("/setup", "setup", With("signin-email")),
        new("/invitation", found.Invitation.TrimStart('/'), With("register-email")),
        new("/reset-password", found.Reset.TrimStart('/'), With("reset-password")),
    ];

    private static string With(string id) => $"[data-testid={id}]";

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Unfit();
}
