using WarpGrad.Contracts.Specs;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>The consecutive equal intervals of x that are the sub-tasks of a continual task.</summary>
internal static class Intervals
{
    /// <summary>Ends of the intervals, one more than there are intervals.</summary>
    /// <param name="spec">The task.</param>
    public static double[] Bounds(ContinualSpec spec) => [.. Enumerable.Range(0, spec.SubTasks + 1).Select(i => Point(spec, i, 0))];

    /// <summary>A point of an interval.</summary>
    /// <param name="spec">The task.</param>
    /// <param name="part">Which interval.</param>
    /// <param name="share">Where in it, 0 to 1.</param>
    public static double Point(ContinualSpec spec, int part, double share) => spec.Range * (2 * (part + share) / spec.SubTasks - 1);
}
