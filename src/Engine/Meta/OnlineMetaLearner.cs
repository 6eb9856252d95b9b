using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// Online WarpGrad (paper Algorithm 1): the warp objective is evaluated at every point while adapting, and φ, ψ and θ₀ are updated
/// once per meta-batch. No point is stored.
/// </summary>
internal sealed class OnlineMetaLearner(RunSpec spec, Learner learner, int workers) : MetaLearner(spec, learner, workers)
{
    private readonly PointObjective? _points = PointObjective.Of(spec);

    public override MetaStep Step(MetaState state, IReadOnlyList<IMetaTask> tasks, double progress, bool judge = false, CancellationToken stop = default)
    {
        var points = state.Phi.Count + state.Rates.Count > 0 ? _points : null;
        var gathered = TaskParallel.Map(tasks.Count, Workers, i => Adapt(points, state, tasks[i], i, judge, stop), stop, Kind("adapt"));
        try
        {
            using var scope = torch.NewDisposeScope();
            TaskOutcome[] outcomes = [.. gathered.Select(entry => entry.Outcome)];
            var (warp, rate, objective) = points is null
                ? MetaBatch.UpdateWhole(Optimizers, state, outcomes, progress)
                : Update(state, gathered, progress);
            var start = Optimizers.UpdateStart(state.Start, MetaBatch.MeanInitialization(state, outcomes), progress);
            return new MetaStep(
                new MetaState(state.Step + 1, warp, start, rate, state.Heads.Copied()), objective, MetaBatch.Judgements(outcomes));
        }
        finally
        {
            foreach (var entry in gathered)
                entry.Dispose();
        }
    }

    private Gathered Adapt(PointObjective? points, MetaState state, IMetaTask task, int index, bool judge, CancellationToken stop)
    {
        var sum = new WarpGradientSum(state.Phi, state.Rates);
        try
        {
            if (points is null)
                return new Gathered(Pass.Run(state, task, null, null, judge, stop), sum);
            var chosen = PointChoice.Of(Spec, state.Step, index);

            // Where the whole adaptation is differentiated, its own graph takes the steps; else the objective's look-ahead does.
            var outcome = Pass.IsUnrolled
                ? Pass.Run(state, task, step => points.Add(sum, task, step, state, Inner.Optimizer, chosen), null, judge, stop)
                : Pass.Run(state, task, null, (adapting, point) => points.Take(sum, adapting, point, state, Inner.Optimizer, chosen), judge, stop);
            return new Gathered(outcome, sum);
        }
        catch
        {
            sum.Dispose();
            throw;
        }
    }

    private (MetaGroup Warp, MetaGroup Rate, double Objective) Update(MetaState state, IReadOnlyList<Gathered> gathered, double progress)
    {
        using var sum = new WarpGradientSum(state.Phi, state.Rates);
        foreach (var entry in gathered)
            sum.Add(entry.Points);
        var (phi, rates) = sum.Mean();
        return (Optimizers.UpdateWarp(state.Warp, phi, progress), Optimizers.UpdateRate(state.Rate, rates, progress), sum.Total / Math.Max(sum.Count, 1));
    }

    private sealed record Gathered(TaskOutcome Outcome, WarpGradientSum Points) : IDisposable
    {
        public void Dispose()
        {
            Outcome.Dispose();
            Points.Dispose();
        }
    }
}
