using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Evaluation;

/// <summary>Judges a finished learner on test tasks with other numbers of labelled examples than those of training.</summary>
public static class ShotCurve
{
    /// <summary>Score and half-width of its 95 % interval for each number of shots, by the names of <see cref="ResultDetails"/>.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="data">The dataset version; null for families that need none.</param>
    /// <param name="state">φ, θ₀ and ψ.</param>
    /// <param name="workers">Threads to use at most; the result does not depend on it.</param>
    /// <param name="stop">Ends between inner steps.</param>
    public static IEnumerable<KeyValuePair<string, double>> Measure(RunSpec spec, PackedImages? data, MetaState state, int workers, CancellationToken stop)
    {
        foreach (var shots in spec.Evaluation.FurtherShots(spec.Task))
        {
            var other = spec with { Task = spec.Task with { Shots = shots } };
            var result = new Evaluator(other, TaskDistributions.Of(other, data), ClassSplit.Test, workers).Run(state, spec.Evaluation.FinalTasks, stop).Summary;
            yield return new(ResultDetails.Shots(shots), result.Score);
            yield return new(ResultDetails.ShotsInterval(shots), result.Interval95);
        }
    }
}
