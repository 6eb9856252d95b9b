using System.Numerics;

namespace WarpGrad.Engine.Networks.Recurrent;

/// <summary>Functions of a vector's lanes, for single and double precision.</summary>
/// <typeparam name="T">Type of a lane.</typeparam>
internal static class Lanes<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Lanes of a vector.</summary>
    public static int Count => Vector<T>.Count;

    /// <summary>a · b + c, rounded once.</summary>
    public static Vector<T> MultiplyAdd(Vector<T> a, Vector<T> b, Vector<T> c) => typeof(T) == typeof(float)
        ? Vector.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
        : Vector.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();

    /// <summary>tanh x.</summary>
    public static Vector<T> Tanh(Vector<T> x)
    {
        // Where the exponential overflows or vanishes, the quotient is 0 or 2, which is right.
        var two = Vector.Create(T.CreateChecked(2));
        return Vector<T>.One - two / (Exp(two * x) + Vector<T>.One);
    }

    /// <summary>1 ÷ (1 + exp −x).</summary>
    public static Vector<T> Sigmoid(Vector<T> x) => Vector<T>.One / (Exp(-x) + Vector<T>.One);

    private static Vector<T> Exp(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.Exp(x.As<T, float>()).As<float, T>()
        : Vector.Exp(x.As<T, double>()).As<double, T>();
}
