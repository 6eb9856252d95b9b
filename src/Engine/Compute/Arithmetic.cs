using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Compute;

/// <summary>
/// Arithmetic that involves numbers. TorchSharp wraps a number in a finalised object and passes only its handle on, so the collector
/// may free the number while native code still reads it: under load, additions then fail or use garbage. Here each wrapper lives
/// until the operation has ended. Every operation of the engine that takes a number, also a hidden factor of one, goes through here.
/// </summary>
internal static class Arithmetic
{
    /// <summary>a + factor · b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b, double factor = 1)
    {
        using var number = factor.ToScalar();
        return a.add(b, number);
    }

    /// <summary>a + number.</summary>
    public static Tensor Plus(this Tensor a, double addend)
    {
        // Without the second number the library makes a factor of one itself, and that one would not live long enough.
        using var number = addend.ToScalar();
        using var one = 1.0.ToScalar();
        return a.add(number, one);
    }

    /// <summary>a − b.</summary>
    public static Tensor Minus(this Tensor a, Tensor b) => a.Plus(b, -1);

    /// <summary>a · number.</summary>
    public static Tensor Times(this Tensor a, double factor)
    {
        using var number = factor.ToScalar();
        return a.mul(number);
    }

    /// <summary>a ÷ number.</summary>
    public static Tensor Over(this Tensor a, double divisor)
    {
        using var number = divisor.ToScalar();
        return a.div(number);
    }

    /// <summary>a + factor · b · c.</summary>
    public static Tensor PlusProduct(this Tensor a, Tensor b, Tensor c, double factor = 1)
    {
        using var number = factor.ToScalar();
        return a.addcmul(b, c, number);
    }

    /// <summary>a². The library's own square takes a number, too.</summary>
    public static Tensor Squared(this Tensor a) => a.mul(a);

    /// <summary>a ← a + factor · b.</summary>
    public static void Increase(this Tensor a, Tensor b, double factor = 1)
    {
        using var number = factor.ToScalar();
        a.add_(b, number);
    }

    /// <summary>a ← a ÷ number.</summary>
    public static void Divide(this Tensor a, double divisor)
    {
        using var number = divisor.ToScalar();
        a.div_(number);
    }

    /// <summary>The values of a tensor, in order of its elements.</summary>
    public static double[] Numbers(this Tensor many)
    {
        using var values = many.detach().to(ScalarType.Float64, torch.CPU, copy: true);
        return values.data<double>().ToArray();
    }

    /// <summary>The value of a tensor of one element.</summary>
    public static double Number(this Tensor one)
    {
        using var value = one.detach().to(ScalarType.Float64, torch.CPU, copy: true);
        return value.data<double>()[0];
    }
}
