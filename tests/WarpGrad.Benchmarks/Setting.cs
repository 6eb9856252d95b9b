using System.Globalization;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Benchmarks;

/// <summary>Where and how the workloads compute.</summary>
/// <param name="Device">Device of the process.</param>
/// <param name="Threads">Tasks side by side at most.</param>
/// <param name="Precision">Precision of the runs.</param>
/// <param name="Tf32">Whether a GPU may use TensorFloat32.</param>
internal sealed record Setting(string Device, int Threads, Precision Precision, bool Tf32)
{
    /// <summary>Whether the device of the process is no CPU.</summary>
    public bool OnGpu => ComputeDevice.Own.IsGpu;

    /// <summary>The setting with one option changed; null when the value is none.</summary>
    /// <param name="option">Name of the option.</param>
    /// <param name="value">Its value.</param>
    public Setting? With(string option, string value) => (option, value) switch
    {
        ("--device", _) when ComputeDevices.IsKnown(value) => this with { Device = value },
        ("--threads", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads > 0 => this with { Threads = threads },
        ("--precision", "float32") => this with { Precision = Precision.Float32, Tf32 = false },
        ("--precision", "tf32") => this with { Precision = Precision.Float32, Tf32 = true },
        ("--precision", "mixed") => this with { Precision = Precision.Mixed, Tf32 = true },
        _ => null,
    };

    /// <summary>A spec in this setting.</summary>
    /// <param name="spec">The spec.</param>
    public RunSpec Apply(RunSpec spec) => spec with { Precision = Precision, Tf32 = Tf32 };

    /// <summary>Waits until everything that was asked of the device is done.</summary>
    public void Await()
    {
        if (OnGpu)
            TorchSharp.torch.cuda.synchronize(ComputeDevice.Own.Torch);
    }
}
