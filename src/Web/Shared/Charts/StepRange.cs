namespace WarpGrad.Web.Shared.Charts;

/// <summary>A stretch of steps that a chart is zoomed to.</summary>
/// <param name="From">First step.</param>
/// <param name="To">Last step, above the first.</param>
public sealed record StepRange(long From, long To)
{
    /// <summary>A stretch of another length around a step, within the whole.</summary>
    /// <param name="factor">How much longer; below 1 zooms in.</param>
    /// <param name="about">The step that stays where it is.</param>
    /// <param name="whole">All steps there are.</param>
    /// <returns>The stretch; null where it would be the whole.</returns>
    public StepRange? Scaled(double factor, long about, StepRange whole)
    {
        var from = Math.Max(whole.From, about - (long)Math.Round((about - From) * factor));
        var to = Math.Min(whole.To, about + (long)Math.Round((To - about) * factor));
        if (from <= whole.From && to >= whole.To)
            return null;
        // Less than two steps apart there is no line to see.
        from = Math.Min(from, whole.To - 2);
        return new StepRange(from, Math.Max(to, from + 2));
    }
}
