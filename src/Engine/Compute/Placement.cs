using TorchSharp;
using WarpGrad.Contracts.Specs;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Compute;

/// <summary>Where tensors live and how precise they are.</summary>
/// <param name="Type">Floating-point type.</param>
/// <param name="Device">Device.</param>
public readonly record struct Placement(ScalarType Type, Device Device)
{
    /// <summary>That type on the CPU.</summary>
    /// <param name="type">Floating-point type.</param>
    public static implicit operator Placement(ScalarType type) => new(type, torch.CPU);

    /// <summary>Placement of a run in this process, whose device is <see cref="ComputeDevice.Own"/>.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <exception cref="DeviceMissingException">When the run asks for a GPU that this process does not compute on.</exception>
    public static Placement Of(RunSpec spec)
    {
        TorchRuntime.Apply();
        var own = ComputeDevice.Own;
        if (ComputeDevices.NeedsGpu(spec.Device) && !ComputeDevices.ServedBy(own.Name).Contains(spec.Device))
            throw new DeviceMissingException(spec.Device, own.Name);
        var place = Served(spec);
        if (place.Device.type == DeviceType.CUDA)
            TorchRuntime.AllowTf32(spec.Tf32);
        return place;
    }

    /// <summary>
    /// Placement of a finished model in this process: like a run's, but a model that was trained on a GPU may be used without one.
    /// </summary>
    /// <param name="spec">The spec it was trained under.</param>
    public static Placement Served(RunSpec spec)
    {
        TorchRuntime.Apply();
        var type = spec.Precision == Precision.Float64 ? ScalarType.Float64 : ScalarType.Float32;
        // Small networks, and episodes computed by hand, are slower on a GPU.
        return spec.Device == ComputeDevices.Cpu || !spec.Task.Family.NeedsDataset() ? type : new Placement(type, ComputeDevice.Own.Torch);
    }

    /// <summary>Where a tensor lives.</summary>
    /// <param name="tensor">The tensor.</param>
    public static Placement Of(Tensor tensor) => new(tensor.dtype, tensor.device);

    /// <summary>
    /// Floating-point values put in place, always in memory of the library's own: a tensor made from an array goes on using that array,
    /// which starts anywhere, and on where memory starts it depends in which order some kernels add up.
    /// </summary>
    /// <param name="values">The values.</param>
    public Tensor Put(Tensor values) => values.to(Type, Device, copy: true);
}
