using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>
/// Whether what is being computed will be differentiated twice. libtorch's own kernels are right for any number of derivatives and the
/// best for one; the functions here cost a little more for the first and a fraction for the second.
/// </summary>
internal static class SecondOrder
{
    [ThreadStatic]
    private static bool _expected;

    /// <summary>Whether it is expected on this thread.</summary>
    public static bool Expected => _expected;

    /// <summary>
    /// Whether an operation on images is to take the functions here. A GPU's own second derivatives are fast, and its backward passes
    /// run on a thread that knows nothing of this one.
    /// </summary>
    /// <param name="images">What the operation is applied to.</param>
    public static bool ExpectedOf(Tensor images) => _expected && torch.is_grad_enabled() && images.device_type == DeviceType.CPU;

    /// <summary>Computes something that will be differentiated twice.</summary>
    /// <param name="compute">What to compute, on the calling thread.</param>
    public static Tensor Expect(Func<Tensor> compute)
    {
        var before = _expected;
        _expected = true;
        try
        {
            return compute();
        }
        finally
        {
            _expected = before;
        }
    }
}
