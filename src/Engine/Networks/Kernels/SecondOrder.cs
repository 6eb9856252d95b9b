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
