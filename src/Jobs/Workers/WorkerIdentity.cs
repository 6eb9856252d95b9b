using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using TorchSharp;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Data;
using WarpGrad.Data.Workers;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Jobs.Workers;

/// <summary>Who this process is and what it has.</summary>
internal static class WorkerIdentity
{
    /// <summary>Id of this process; another one after every start.</summary>
    public static Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>What leases are signed with. Containers start again with the same host and process, so a part of the id is in it.</summary>
    public static string Name { get; } = $"{Cut(Environment.MachineName, 150)}:{Environment.ProcessId}:{Id.ToString("N")[^6..]}";

    /// <summary>The row that tells others of this process.</summary>
    /// <param name="options">What it was told to do.</param>
    public static Worker Describe(IOptions<WorkerOptions> options)
    {
        var (queues, device) = (options.Value.QueueList(), ComputeDevice.Own);
        return new Worker
        {
            Id = Id,
            Name = Name,
            Host = Cut(Environment.MachineName),
            ProcessId = Environment.ProcessId,
            Queues = [.. queues],
            Threads = queues.Contains(QueueNames.Interactive) ? options.Value.AdaptationsAtOnce : 0,
            Device = device.Name,
            DeviceName = Cut(device.Gpu is { } gpu ? GpuMemory.NameOf(gpu) : Processor()),
            Cores = Environment.ProcessorCount,
            MemoryBytes = WorkerMemory.Now.Total,
            MemoryUsedBytes = WorkerMemory.Now.Used,
            SoftwareVersion = Cut(Software.Version),
            TorchVersion = Cut(torch.__version__),
            RuntimeVersion = Cut(RuntimeInformation.FrameworkDescription),
            SystemVersion = Cut(RuntimeInformation.OSDescription),
            LeaseTimeout = options.Value.LeaseTimeout,
        };
    }

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Cut(string text, int most = WorkerStore.LongestText) => StoredText.Cut(text, most);
}
