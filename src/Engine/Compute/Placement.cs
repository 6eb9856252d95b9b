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

    /// <summary>Placement of a run on this machine: <c>auto</c> takes the first GPU where there is one.</summary>
    /// <param name="spec">The run's spec.</param>
    public static Placement Of(RunSpec spec)
    {
        TorchRuntime.Apply();
        var gpu = spec.Device == ComputeDevice.Auto && torch.cuda.is_available();
        return new Placement(spec.Precision == Precision.Float64 ? ScalarType.Float64 : ScalarType.Float32, gpu ? torch.CUDA : torch.CPU);
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
