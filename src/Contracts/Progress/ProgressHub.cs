namespace WarpGrad.Contracts.Progress;

/// <summary>Names of the live progress hub, shared by server and clients.</summary>
public static class ProgressHub
{
    /// <summary>Address of the hub.</summary>
    public const string Path = "/hubs/progress";

    /// <summary>Stream of <c>RunEvent</c>: <c>(Guid runId, long afterN)</c>; history after n, then live, no gap, no repeat. Ends when the run is final.</summary>
    public const string Subscribe = "Subscribe";

    /// <summary>Stream of <see cref="TeamChange"/>: <c>(string teamSlug)</c>; first an item of kind <see cref="TeamChangeKinds.Connected"/>, then one for each change.</summary>
    public const string SubscribeTeam = "SubscribeTeam";
}

/// <summary>Something of a team changed; whoever shows it reads it again.</summary>
/// <param name="Kind">One of <see cref="TeamChangeKinds"/>.</param>
/// <param name="Id">Id of the thing; empty for <see cref="TeamChangeKinds.Connected"/>.</param>
public sealed record TeamChange(string Kind, Guid Id);

/// <summary>Kinds of things that change.</summary>
public static class TeamChangeKinds
{
    /// <summary>The subscription stands: read everything once, changes follow.</summary>
    public const string Connected = "connected";

    /// <summary>A run changed its state or made progress (at most about once a second).</summary>
    public const string Run = "run";

    /// <summary>A sweep was submitted, stopped or ended; what its trials do are changes of runs.</summary>
    public const string Sweep = "sweep";

    /// <summary>A dataset changed its state.</summary>
    public const string Dataset = "dataset";

    /// <summary>A model has a new version.</summary>
    public const string Model = "model";

    /// <summary>A person came, went or has another role, or the team has another name or is no more.</summary>
    public const string Member = "member";

    /// <summary>Somebody asked for a model of the team, took that back, or was answered; also told to the team that asks.</summary>
    public const string AccessRequest = "access-request";
}
