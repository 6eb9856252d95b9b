using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Workers;

/// <summary>How a worker process stands.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WorkerState>))]
public enum WorkerState
{
    /// <summary>Takes work.</summary>
    Active,

    /// <summary>Takes no more work: it puts down or finishes what it has, and leaves.</summary>
    Draining,

    /// <summary>Fell silent without saying goodbye; others take its runs over.</summary>
    Lost,

    /// <summary>Has left.</summary>
    Gone,
}

/// <summary>A worker process, for administrators.</summary>
/// <param name="Id">Id; another one after every start.</param>
/// <param name="Name">Name it signs leases with.</param>
/// <param name="Host">Machine it runs on.</param>
/// <param name="ProcessId">Process on that machine.</param>
/// <param name="State">How it stands.</param>
/// <param name="Queues">Queues it serves.</param>
/// <param name="Threads">Adaptations it works on at the same time; 0 when it serves none.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="DeviceName">Name of the processor or GPU; empty when unknown.</param>
/// <param name="Cores">Processor cores it may use.</param>
/// <param name="MemoryBytes">Memory it may use, in bytes.</param>
/// <param name="MemoryUsedBytes">Memory it held at its last sign of life, in bytes.</param>
/// <param name="Versions">What it is made of.</param>
/// <param name="StartedAt">When it registered.</param>
/// <param name="HeartbeatAt">Last sign of life.</param>
/// <param name="Work">Runs it holds.</param>
public sealed record WorkerSummary(
    Guid Id, string Name, string Host, int ProcessId, WorkerState State, IReadOnlyList<string> Queues, int Threads,
    string Device, string DeviceName, int Cores, long MemoryBytes, long MemoryUsedBytes, WorkerVersions Versions,
    DateTimeOffset StartedAt, DateTimeOffset HeartbeatAt, IReadOnlyList<WorkerRun> Work);

/// <summary>Versions of what a worker is made of.</summary>
/// <param name="Software">WarpGrad.</param>
/// <param name="Torch">libtorch.</param>
/// <param name="Runtime">.NET.</param>
/// <param name="System">Operating system.</param>
public sealed record WorkerVersions(string Software, string Torch, string Runtime, string System);

/// <summary>A run in a worker's hands. What it is called is its team's business.</summary>
/// <param name="Run">The run.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="TotalSteps">Meta-steps planned.</param>
public sealed record WorkerRun(Guid Run, long Step, long TotalSteps);
