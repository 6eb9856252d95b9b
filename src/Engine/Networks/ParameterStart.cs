using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Networks;

/// <summary>How the start value of a parameter is drawn.</summary>
public abstract record ParameterStart
{
    /// <summary>All zeros.</summary>
    public static ParameterStart Zeros { get; } = new Constant(0);

    /// <summary>All ones.</summary>
    public static ParameterStart Ones { get; } = new Constant(1);

    /// <summary>The weight [out, in, …] of a linear or convolution layer that passes its input through unchanged.</summary>
    public static ParameterStart Identity { get; } = new IdentityWeight();

    /// <summary>Uniform in ±1/√fan-in, the framework's default for weights and biases of linear and convolution layers.</summary>
    /// <param name="fanIn">Inputs of one output.</param>
    public static ParameterStart Uniform(long fanIn) => new UniformWithin(1 / Math.Sqrt(fanIn));

    /// <summary>The same value everywhere.</summary>
    /// <param name="value">The value.</param>
    public static ParameterStart Of(double value) => new Constant(value);

    internal abstract void Fill(double[] values, long[] shape, RandomStream random);

    private sealed record Constant(double Value) : ParameterStart
    {
        internal override void Fill(double[] values, long[] shape, RandomStream random) => Array.Fill(values, Value);
    }

    private sealed record UniformWithin(double Bound) : ParameterStart
    {
        internal override void Fill(double[] values, long[] shape, RandomStream random)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = random.NextDouble(-Bound, Bound);
        }
    }

    private sealed record IdentityWeight : ParameterStart
    {
        internal override void Fill(double[] values, long[] shape, RandomStream random)
        {
            // Kernel centre of output i and input i: 1; a 1×1 kernel or a linear weight is the case of one tap.
            var taps = shape.Skip(2).Aggregate(1L, (size, length) => size * length);
            for (var i = 0L; i < Math.Min(shape[0], shape[1]); i++)
                values[(i * shape[1] + i) * taps + taps / 2] = 1;
        }
    }
}
