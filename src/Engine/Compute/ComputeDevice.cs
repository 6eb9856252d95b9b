using TorchSharp;
using WarpGrad.Contracts.Specs;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Compute;

/// <summary>
/// A device of this machine. A process computes on one GPU at most: what libtorch lets a GPU do (TensorFloat32) is a switch of the
/// whole process, and one run after the other uses a GPU better than several at once.
/// </summary>
public sealed class ComputeDevice
{
    private static ComputeDevice? _own;

    private ComputeDevice(int? gpu) => Gpu = gpu;

    /// <summary>The device of this process: the one chosen by <see cref="Use"/>, else the first GPU, else the CPU.</summary>
    public static ComputeDevice Own => _own ??= Find(ComputeDevices.Auto);

    /// <summary>Its number among the GPUs, null for the CPU.</summary>
    public int? Gpu { get; }

    /// <summary>Whether it is a GPU.</summary>
    public bool IsGpu => Gpu is not null;

    /// <summary><c>cpu</c>, or <c>cuda:0</c> and so on.</summary>
    public string Name => Gpu is { } index ? ComputeDevices.Gpu(index) : ComputeDevices.Cpu;

    /// <summary>libtorch's name of it.</summary>
    public Device Torch => Gpu is { } index ? new Device(DeviceType.CUDA, index) : torch.CPU;

    /// <summary>Chooses the device of this process, before anything is computed.</summary>
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    /// <exception cref="DeviceMissingException">When there is no such device.</exception>
    public static ComputeDevice Use(string name) => _own = Find(name);

    /// <summary>The device of a name, without choosing it.</summary>
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    /// <exception cref="DeviceMissingException">When there is no such device.</exception>
    public static ComputeDevice Find(string name)
    {
        if (name == ComputeDevices.Cpu)
            return new ComputeDevice(null);
        TorchRuntime.Apply();
        var gpus = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        var index = ComputeDevices.GpuIndex(name) ?? 0;
        if (index < gpus)
        {
            TorchRuntime.PrepareGpu();
            return new ComputeDevice(index);
        }

        return name == ComputeDevices.Auto ? new ComputeDevice(null) : throw new DeviceMissingException(name, gpus > 0 ? $"{gpus} of them" : ComputeDevices.Cpu);
    }
}
