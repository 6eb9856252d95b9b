using WarpGrad.Contracts.Episodes;

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

    /// <summary>A matrix [out, in] with orthonormal rows or, where there are more rows than columns, columns; uniform among those.</summary>
    public static ParameterStart Orthogonal { get; } = new OrthogonalWeight();

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

    private sealed record OrthogonalWeight : ParameterStart
    {
        internal override void Fill(double[] values, long[] shape, RandomStream random)
        {
            var (rows, columns) = ((int)shape[0], (int)shape[1]);
            var length = Math.Max(rows, columns);
            var vectors = new double[Math.Min(rows, columns)][];
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = [.. Enumerable.Range(0, length).Select(_ => random.NextNormal())];

                // Twice, since what rounding leaves of the others after the first time is not small beside a short remainder.
                for (var j = 0; j < 2 * i; j++)
                    Subtract(vectors[i], vectors[j % i]);
                Scale(vectors[i], 1 / Math.Sqrt(Dot(vectors[i], vectors[i])));
            }

            for (var i = 0; i < values.Length; i++)
            {
                var (row, column) = (i / columns, i % columns);
                values[i] = rows > columns ? vectors[column][row] : vectors[row][column];
            }
        }

        private static void Subtract(double[] from, double[] unit)
        {
            var part = Dot(from, unit);
            for (var i = 0; i < from.Length; i++)
                from[i] -= part * unit[i];
        }

        private static void Scale(double[] vector, double factor)
        {
            for (var i = 0; i < vector.Length; i++)
                vector[i] *= factor;
        }

        private static double Dot(double[] a, double[] b)
        {
            var sum = 0.0;
            for (var i = 0; i < a.Length; i++)
                sum += a[i] * b[i];
            return sum;
        }
    }
}
