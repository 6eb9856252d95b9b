using WarpGrad.Contracts.Workers;

namespace WarpGrad.Data.Workers;

/// <summary>A worker process. All times are the database's.</summary>
public sealed class Worker
{
    /// <summary>Id; another one after every start.</summary>
    public Guid Id { get; init; }

    /// <summary>Name that it signs leases with; as unique as the id.</summary>
    public required string Name { get; init; }

    /// <summary>Machine it runs on.</summary>
    public required string Host { get; init; }

    /// <summary>Process on that machine.</summary>
    public int ProcessId { get; init; }

    /// <summary>What it said of itself; never <see cref="WorkerState.Lost"/>, which follows from its silence.</summary>
    public WorkerState State { get; set; }

    /// <summary>Queues it serves.</summary>
    public required string[] Queues { get; init; }

    /// <summary>Adaptations it works on at the same time; 0 when it serves none.</summary>
    public int Threads { get; init; }

    /// <summary><c>cpu</c> or <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Name of the processor or GPU; empty when unknown.</summary>
    public required string DeviceName { get; init; }

    /// <summary>Processor cores it may use.</summary>
    public int Cores { get; init; }

    /// <summary>Memory it may use, in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Memory it held at its last sign of life, in bytes.</summary>
    public long MemoryUsedBytes { get; set; }

    /// <summary>Version of WarpGrad.</summary>
    public required string SoftwareVersion { get; init; }

    /// <summary>Version of libtorch.</summary>
    public required string TorchVersion { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>Operating system.</summary>
    public required string SystemVersion { get; init; }

    /// <summary>Silence after which it counts as lost.</summary>
    public TimeSpan LeaseTimeout { get; init; }

    /// <summary>When it registered.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Last sign of life.</summary>
    public DateTimeOffset HeartbeatAt { get; set; }

    /// <summary>When somebody asked it to leave; null when nobody has.</summary>
    public DateTimeOffset? DrainRequestedAt { get; set; }
}
