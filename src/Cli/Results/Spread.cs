namespace WarpGrad.Cli.Results;

/// <summary>Mean and spread of a figure over seeds.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation of the sample (n − 1); null for a single value.</param>
/// <param name="Count">Number of values.</param>
internal sealed record Spread(double Mean, double? Deviation, int Count)
{
    /// <summary>Mean and spread of values.</summary>
    /// <param name="values">At least one value.</param>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        // Summing squares of differences keeps its digits where the difference of sums would not.
        double? deviation = values.Count < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return new Spread(mean, deviation, values.Count);
    }
}
