using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Specs;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests.Survival;

/// <summary>Worker processes of the published product on a test's database.</summary>
internal sealed class Worker(JobDatabase database, params (string Name, string Value)[] settings) : IAsyncDisposable
{
    private ProductProcess? _process;

    /// <summary>Starts one; the one before must have been killed.</summary>
    public void Start()
    {
        var environment = database.Environment();
        environment["Worker__Queues"] = $"{QueueNames.Training},{QueueNames.Housekeeping}";
        environment["Worker__LeaseTimeoutSeconds"] = "4";
        // Many runs share a worker here, which only the CPU bears.
        environment["Worker__Device"] = ComputeDevices.Cpu;
        foreach (var (name, value) in settings)
            environment[name] = value;
        _process = new ProductProcess("jobs", "WarpGrad.Jobs.dll", environment);
    }

    /// <summary>What it has printed.</summary>
    public string Output => _process!.Output;

    /// <summary>Kills it with SIGKILL.</summary>
    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await _process.DisposeAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }
}
