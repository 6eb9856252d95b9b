using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Evaluation;

/// <summary>
/// Judges a learner on the same held-out tasks every time: they follow from the seed and their index alone, never from the state of
/// training.
/// </summary>
public sealed class Evaluator
{
    private const int WatchedTasks = 10;

    private readonly RunSpec _spec;
    private readonly ITaskDistribution _tasks;
    private readonly ClassSplit _split;
    private readonly InnerLoop _inner;
    private readonly IReadOnlyList<int> _judged;
    private readonly int _workers;

    /// <summary>Prepares to judge on one split.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="tasks">Distribution of the tasks.</param>
    /// <param name="split">Validation or test.</param>
    /// <param name="workers">Threads to use at most; the result does not depend on it.</param>
    public Evaluator(RunSpec spec, ITaskDistribution tasks, ClassSplit split, int workers)
    {
        (_spec, _tasks, _split, _workers) = (spec, tasks, split, workers);
        _inner = new InnerLoop(InnerOptimizer.Of(spec.InnerLoop), split == ClassSplit.Test ? tasks.TestSteps : tasks.EvaluationSteps);
        _judged = JudgedSteps.Of(_inner.Steps);
    }

    /// <summary>Adapts to every task and judges points of the way on the task's held-out data.</summary>
    /// <param name="state">φ, θ₀ and ψ.</param>
    /// <param name="tasks">Number of tasks.</param>
    /// <param name="stop">Ends between inner steps.</param>
    public HeldOutResult Run(MetaState state, int tasks, CancellationToken stop)
    {
        var curves = TaskParallel.Map(tasks, _workers, index => Curve(state, index, stop), stop, (_tasks.Learner.Kind, _spec.Task, _spec.InnerLoop, _inner.Steps > 0, "evaluate"));
        var summary = EvaluationStatistics.Summarize(_spec.Task.Family.MeasureOf(), _judged, curves, _tasks.Details(curves));
        return new HeldOutResult(summary, [.. curves.Select(curve => curve[^1].Score)]);
    }

    /// <summary>Shows what the learner does on the first task; null where there is nothing to see.</summary>
    /// <param name="state">φ, θ₀ and ψ.</param>
    /// <param name="stop">Ends between inner steps.</param>
    public TaskPicture? Draw(MetaState state, CancellationToken stop)
    {
        using var task = HeldOut(state, 0);
        return FirstUse.Guard(
            (_tasks.Learner.Kind, _spec.Task, _spec.InnerLoop, "draw"),
            () => _tasks.Draw(task, new MetaParameters(state.Phi, state.Initialization, state.Rates), stop));
    }

    /// <summary>Measures the activations around the warps on the first tasks, in the final figures' terms.</summary>
    /// <param name="state">φ, θ₀ and ψ.</param>
    /// <param name="stop">Ends between inner steps.</param>
    public WarpStatistics WatchWarps(MetaState state, CancellationToken stop)
    {
        var statistics = new WarpStatistics();
        for (var index = 0; index < Math.Min(WatchedTasks, _spec.Evaluation.FinalTasks); index++)
        {
            using var task = HeldOut(state, index);
            FirstUse.Guard((_tasks.Learner.Kind, _spec.Task, _spec.InnerLoop, "watch"), () =>
            {
                _tasks.WatchWarps(task, new MetaParameters(state.Phi, state.Initialization, state.Rates), statistics, stop);
                return true;
            });
        }

        return statistics;
    }

    private Judgement[] Curve(MetaState state, int index, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var task = HeldOut(state, index);
        using var passage = task.Begin();
        var start = task.Start(state.Initialization);
        var curve = new List<Judgement> { passage.Judge(0, start, state.Phi) };
        using var end = _inner.Run(passage, start, state.Phi, state.Rates, Visit, stop);
        return [.. curve];

        void Visit(PathStep step)
        {
            if (step.Step + 1 == _judged[curve.Count])
                curve.Add(passage.Judge(step.Step + 1, step.Next, state.Phi));
        }
    }

    private IMetaTask HeldOut(MetaState state, int index) => _tasks.HeldOut(_split, index, state.Place);
}
