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
    private readonly int? _stack;

    /// <summary>Prepares to judge on one split.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="tasks">Distribution of the tasks.</param>
    /// <param name="split">Validation or test.</param>
    /// <param name="workers">Threads to use at most; the result does not depend on it.</param>
    /// <param name="stack">Tasks to compute in one batch at most; as many as suit the device by default. The result depends on it by rounding.</param>
    public Evaluator(RunSpec spec, ITaskDistribution tasks, ClassSplit split, int workers, int? stack = null)
    {
        (_spec, _tasks, _split, _workers, _stack) = (spec, tasks, split, workers, stack);
        _inner = new InnerLoop(InnerOptimizer.Of(spec.InnerLoop), split == ClassSplit.Test ? tasks.TestSteps : tasks.EvaluationSteps);
        _judged = JudgedSteps.Of(_inner.Steps);
    }

    /// <summary>Adapts to every task and judges points of the way on the task's held-out data.</summary>
    /// <param name="state">φ, θ₀ and ψ.</param>
    /// <param name="tasks">Number of tasks.</param>
    /// <param name="stop">Ends between inner steps.</param>
    public HeldOutResult Run(MetaState state, int tasks, CancellationToken stop)
    {
        var parts = Parts.Of(tasks, _tasks.StackOn(state.Place, _stack));
        var kind = (_tasks.Learner.Kind, _spec.Task, _spec.InnerLoop, _inner.Steps > 0, "evaluate");
        Judgement[][] curves = [.. TaskParallel.Map(parts.Count, _workers, part => Curves(state, parts[part], stop), stop, kind).SelectMany(part => part)];
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

    /// <summary>Judgements of each task of a part at the judged steps.</summary>
    private IEnumerable<Judgement[]> Curves(MetaState state, (int First, int Count) part, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var task = _tasks.HeldOut(_split, part.First, part.Count, state.Place);
        using var passage = task.Begin();
        var start = task.Start(state.Initialization);
        var judged = new List<IReadOnlyList<Judgement>> { passage.JudgeEach(0, start, state.Phi) };
        using var end = _inner.Run(passage, start, state.Phi, state.Rates, Visit, stop);
        return Enumerable.Range(0, part.Count).Select(i => judged.Select(tasks => tasks[i]).ToArray()).ToArray();

        void Visit(PathStep step)
        {
            if (step.Step + 1 == _judged[judged.Count])
                judged.Add(passage.JudgeEach(step.Step + 1, step.Next, state.Phi));
        }
    }

    private IMetaTask HeldOut(MetaState state, int index) => _tasks.HeldOut(_split, index, state.Place);
}
