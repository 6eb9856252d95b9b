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

    public override MetaStep Step(MetaState state, IReadOnlyList<TaskTensors> tasks, double progress, bool judge = false, CancellationToken stop = default)
    {
        var pass = new TaskPass(Spec, Learner, Inner);
        var points = state.Phi.Count + state.Rates.Count > 0 ? _points : null;
        var outcomes = TaskParallel.Map(tasks.Count, Workers, i => Adapt(pass, points, state, tasks[i], i, judge, stop), stop, Kind("adapt"));
        try
        {
            using var scope = torch.NewDisposeScope();
            var (warp, rate, objective) = points is null
                ? MetaBatch.UpdateWhole(Optimizers, state, [.. outcomes.Select(entry => entry.Outcome)], progress)
                : Update(state, outcomes, progress);
            var start = Optimizers.UpdateStart(state.Start, MetaBatch.MeanInitialization(state, [.. outcomes.Select(entry => entry.Outcome)]), progress);
            return new MetaStep(
                new MetaState(state.Step + 1, warp, start, rate, state.Heads.Copied()), objective, MetaBatch.Judgements(outcomes.Select(entry => entry.Outcome)));
        }
        finally
        {
            foreach (var outcome in outcomes)
                outcome.Dispose();
        }
    }

    private Gathered Adapt(TaskPass pass, PointObjective? points, MetaState state, TaskTensors task, int index, bool judge, CancellationToken stop)
    {
        var sum = new WarpGradientSum(state.Phi, state.Rates);
        try
        {
            if (points is null)
                return new Gathered(pass.Run(state, task, null, null, judge, stop), sum);
            var chosen = PointChoice.Of(Spec, state.Step, index);
            var losses = new FewShotLosses(Learner, task);

            // Where the whole adaptation is differentiated, its own graph takes the steps; else the objective's look-ahead does.
            var outcome = pass.IsUnrolled
                ? pass.Run(state, task, step => points.Add(sum, losses, step, state, Inner.Optimizer, chosen), null, judge, stop)
                : pass.Run(state, task, null, (adapting, point) => points.Take(sum, adapting, point, state, Inner.Optimizer, chosen), judge, stop);
            return new Gathered(outcome, sum);
        }
        catch
        {
            sum.Dispose();
            throw;
        }
    }

    private (MetaGroup Warp, MetaGroup Rate, double Objective) Update(MetaState state, IReadOnlyList<Gathered> outcomes, double progress)
    {
        using var sum = new WarpGradientSum(state.Phi, state.Rates);
        foreach (var outcome in outcomes)
            sum.Add(outcome.Points);
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
