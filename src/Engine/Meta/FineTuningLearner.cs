using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// Multi-head fine-tuning (paper §4.2, baseline): one network for all training tasks, trained together, where every class has a row of
/// a classifier of its own and a task's head is made of its classes' rows. New tasks start from the trained network with a new head.
/// </summary>
internal sealed class FineTuningLearner(RunSpec spec, ImageLearner learner, int classes, int workers) : MetaLearner(spec, learner, workers)
{
    private const string Weight = "heads.weight", Bias = "heads.bias";

    /// <summary>Adapts for judging only, whatever objectives the spec names.</summary>
    private readonly TaskPass _judge = new(
        spec with { MetaLearner = new MetaLearnerSpec { Initialization = InitializationObjective.None } }, new InnerLoop(InnerOptimizer.Of(spec.InnerLoop), spec.InnerLoop.Steps));

    private readonly MetaOptimizer _heads = new(spec.OuterLoop.Initialization);

    public override MetaState Start(Placement place, MetaParameters? model = null)
    {
        using var scope = torch.NewDisposeScope();
        ParameterInfo[] infos =
        [
            new(Weight, LayerRole.Adapt, [classes, learner.Features], ParameterStart.Uniform(learner.Features)),
            new(Bias, LayerRole.Adapt, [classes], ParameterStart.Zeros),
        ];
        var heads = new ParameterSet(
            [.. infos.Select(info => info.Name)],
            [.. infos.Select((info, i) => info.Draw(RandomStream.Derive(Spec.Seed, StreamPurpose.Heads, i), place))]);
        var group = new MetaGroup(heads.DetachFromScope(), _heads.Start(heads).Map(set => set.DetachFromScope()));
        return base.Start(place, model) with { Heads = group };
    }

    public override MetaStep Step(MetaState state, IReadOnlyList<IMetaTask> tasks, double progress, bool judge = false, CancellationToken stop = default)
    {
        var trained = TaskParallel.Map(tasks.Count, Workers, i => Gradient(state, tasks[i], judge, stop), stop, Kind("train"));
        try
        {
            using var scope = torch.NewDisposeScope();
            using var bodies = new GradientSum(state.Initialization);
            using var heads = new GradientSum(state.Heads.Parameters);
            foreach (var task in trained)
            {
                bodies.Add(task.Body);
                heads.Add(task.Heads);
            }

            var start = Optimizers.UpdateStart(state.Start, bodies.Mean(), progress);
            var (rows, rowState) = _heads.Update(state.Heads.Parameters, heads.Mean(), state.Heads.Optimizer, progress);
            var next = new MetaState(state.Step + 1, state.Warp.Copied(), start, state.Rate.Copied(), new MetaGroup(rows, rowState));
            return new MetaStep(next, trained.Average(task => task.Loss), [.. trained.SelectMany(task => task.Judgements)]);
        }
        finally
        {
            foreach (var task in trained)
                task.Dispose();
        }
    }

    private Trained Gradient(MetaState state, IMetaTask task, bool judge, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        var (body, heads) = (state.Initialization.AsLeaves(), state.Heads.Parameters.AsLeaves());
        var loss = ((IJointTask)task).JointLoss(body, state.Phi, heads[Weight], heads[Bias]);
        var value = loss.Number();
        var gradients = ParameterSet.GradientsOf(loss, keepGraph: false, body, heads);
        using var outcome = judge ? _judge.Run(state, task, null, null, judge, stop) : null;
        return new Trained(gradients[0].DetachFromScope(), gradients[1].DetachFromScope(), value, outcome?.Judgements ?? []);
    }

    private sealed record Trained(ParameterSet Body, ParameterSet Heads, double Loss, IReadOnlyList<(Judgement, Judgement)> Judgements) : IDisposable
    {
        public void Dispose()
        {
            Body.Dispose();
            Heads.Dispose();
        }
    }
}
