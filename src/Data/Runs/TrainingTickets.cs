using System.Text.Json;
using Hangfire;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Data.Runs;

/// <summary>
/// Tickets that tell workers of runs to train. Those of runs that only some workers can take wait on queues which only these workers serve:
/// another would draw them for nothing, as fast as they are made.
/// </summary>
public static class TrainingTickets
{
    /// <summary>The queue of the tickets of runs that ask for a device.</summary>
    /// <param name="device">What the run asks for, such as <c>auto</c> or <c>cuda:1</c>.</param>
    public static string QueueOf(string device) =>
        ComputeDevices.NeedsGpu(device) ? $"{QueueNames.Training}-{device.Replace(':', '-')}" : QueueNames.Training;

    /// <summary>The queues of a worker.</summary>
    /// <param name="device">The worker's device, <c>cpu</c> or <c>cuda:n</c>.</param>
    public static IReadOnlyList<string> QueuesOf(string device) => [.. ComputeDevices.ServedBy(device).Select(QueueOf).Distinct()];

    /// <summary>Makes a ticket of a run that waits.</summary>
    /// <param name="jobs">The queues.</param>
    /// <param name="run">The run.</param>
    public static void EnqueueTicket(this IBackgroundJobClient jobs, Run run)
    {
        using var spec = JsonDocument.Parse(run.Spec);
        jobs.EnqueueTicket(QueueOf(spec.RootElement.TryGetProperty("device", out var device) ? device.GetString()! : ComputeDevices.Auto));
    }

    /// <summary>Makes a ticket.</summary>
    /// <param name="jobs">The queues.</param>
    /// <param name="queue">The ticket's queue.</param>
    public static void EnqueueTicket(this IBackgroundJobClient jobs, string queue) =>
        jobs.Enqueue<IMetaTrainingJob>(queue, job => job.WorkAsync(CancellationToken.None));
}
