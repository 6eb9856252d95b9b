namespace WarpGrad.Engine.Inspection;

/// <summary>Singular values of one linear map.</summary>
/// <param name="Values">The values, ascending.</param>
/// <param name="Weights">Part of all directions that each stands for; they add up to one.</param>
/// <param name="Dimensions">Directions of the input.</param>
/// <param name="Exact">Whether these are all of them, and not an estimate from inside the spectrum.</param>
public sealed record SingularValues(double[] Values, double[] Weights, int Dimensions, bool Exact)
{
    /// <summary>Part of the largest value below which a direction counts as cut off.</summary>
    private const double CutOff = 1e-12;

    /// <summary>Largest over smallest; infinite where a direction is cut off.</summary>
    public double Condition => IsCutOff(Values[0]) ? double.PositiveInfinity : Values[^1] / Values[0];

    /// <summary>Part of the directions that is not cut off.</summary>
    public double Kept => 1 - Values.Zip(Weights).Where(entry => IsCutOff(entry.First)).Sum(entry => entry.Second);

    /// <summary>Whether all values are finite.</summary>
    public bool IsFinite => Array.TrueForAll(Values, double.IsFinite);

    /// <summary>The value below which a part of the directions lies; linear between the middles of the values' parts.</summary>
    /// <param name="share">The part, 0 to 1.</param>
    public double At(double share)
    {
        var (below, middle) = (0.0, 0.0);
        for (var i = 0; i < Values.Length; i++)
        {
            var next = below + Weights[i] / 2;
            if (share <= next)
                return i == 0 ? Values[0] : Values[i - 1] + (Values[i] - Values[i - 1]) * (share - middle) / (next - middle);
            (below, middle) = (below + Weights[i], next);
        }

        return Values[^1];
    }

    private bool IsCutOff(double value) => value <= CutOff * Values[^1];
}
