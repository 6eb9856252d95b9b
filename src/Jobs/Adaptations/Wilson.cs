namespace WarpGrad.Jobs.Adaptations;

/// <summary>Wilson's score interval of a proportion, which stays within 0 and 1 and is sound for few trials.</summary>
internal static class Wilson
{
    private const double Z = 1.959964;

    /// <summary>The 95 % interval.</summary>
    /// <param name="successes">Successes.</param>
    /// <param name="trials">Trials, at least one.</param>
    public static (double Low, double High) Interval95(int successes, int trials)
    {
        var (p, n) = ((double)successes / trials, (double)trials);
        var middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        var half = Z / (1 + Z * Z / n) * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
