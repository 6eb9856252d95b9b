using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Meta;

/// <summary>Which points of a path the warp objective is evaluated at.</summary>
internal static class PointChoice
{
    /// <summary>Steps k drawn without replacement for one task; null stands for all of them.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="metaStep">Meta-steps done.</param>
    /// <param name="task">Index of the task in its meta-batch.</param>
    public static IReadOnlySet<int>? Of(RunSpec spec, long metaStep, int task)
    {
        var (count, steps) = (spec.MetaLearner.PointsPerTask, spec.InnerLoop.Steps);
        if (count == 0 || count >= steps)
            return null;
        var choice = Enumerable.Range(0, steps).ToArray();
        RandomStream.Derive(spec.Seed, StreamPurpose.Points, metaStep, task).Draw(choice.AsSpan(), count);
        return choice.Take(count).ToHashSet();
    }
}
