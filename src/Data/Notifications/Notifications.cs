using Microsoft.EntityFrameworkCore;

namespace WarpGrad.Data.Notifications;

/// <summary>Channels of PostgreSQL notifications. Payloads are ids, and whoever hears one reads the rows; but for what is stored nowhere.</summary>
public static class Channels
{
    /// <summary>New run events; payload <c>runId</c>.</summary>
    public const string RunEvents = "run_events";

    /// <summary>A person asked something of a run; payload <c>runId</c>.</summary>
    public const string RunControl = "run_control";

    /// <summary>An adaptation was answered; payload <c>adaptationId</c>.</summary>
    public const string Adaptations = "adaptations";

    /// <summary>How the adaptation of a question goes; payload <c>adaptationId step</c>, the latter as JSON.</summary>
    public const string AdaptationSteps = "adaptation_steps";

    /// <summary>A question to a model waits for a worker; payload <c>adaptationId</c>.</summary>
    public const string AdaptationWork = "adaptation_work";

    /// <summary>Something of a team changed; payload <c>teamId kind id</c>.</summary>
    public const string TeamChanges = "team_changes";

    /// <summary>A trial of a sweep changed its state; payload <c>sweepId</c>.</summary>
    public const string Sweeps = "sweeps";

    /// <summary>A run was probed; payload <c>estimateId</c>.</summary>
    public const string Estimates = "estimates";

    /// <summary>All channels.</summary>
    public static IReadOnlyList<string> All { get; } = [RunEvents, RunControl, Adaptations, AdaptationSteps, AdaptationWork, TeamChanges, Sweeps, Estimates];
}

/// <summary>Sends notifications; inside a transaction they go out with its commit.</summary>
public static class NotificationSender
{
    /// <summary>Sends one notification.</summary>
    public static Task NotifyAsync(this WarpGradDbContext database, string channel, string payload, CancellationToken cancellation) =>
        database.Database.ExecuteSqlAsync($"SELECT pg_notify({channel}, {payload})", cancellation);

    /// <summary>Says that something of a team changed.</summary>
    public static Task NotifyTeamAsync(this WarpGradDbContext database, Guid teamId, string kind, Guid id, CancellationToken cancellation) =>
        database.NotifyAsync(Channels.TeamChanges, $"{teamId} {kind} {id}", cancellation);
}
