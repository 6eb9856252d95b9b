using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Evaluation;

/// <summary>
/// Judges a learner on the same held-out tasks every time: they follow from the seed and their index alone, never from the state or
/// the settings of training. Rotated classes and augmented queries belong to training and do not occur here.
/// </summary>
public sealed class Evaluator
{
    private readonly RunSpec _spec;
    private readonly Learner _learner;
    private readonly FewShotSampler _sampler;
    private readonly StreamPurpose _stream;
    private readonly InnerLoop _inner;
    private readonly int _workers;

    /// <summary>Prepares tasks of one split.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="images">Dataset.</param>
    /// <param name="split">Validation or test.</param>
    /// <param name="workers">Threads to use at most; the result does not depend on it.</param>
    public Evaluator(RunSpec spec, Learner learner, PackedImages images, ClassSplit split, int workers)
    {
        (_spec, _learner, _workers) = (spec, learner, workers);
        _inner = new InnerLoop(InnerOptimizer.Of(spec.InnerLoop), spec.InnerLoop.Steps);
        _sampler = new FewShotSampler(images, split, TaskRules.ForEvaluation(spec));
        _stream = split == ClassSplit.Test ? StreamPurpose.TestTask : StreamPurpose.ValidationTask;
    }

    /// <summary>Adapts to every task and judges each point of the way on the task's queries.</summary>
    /// <param name="state">φ and θ₀.</param>
    /// <param name="tasks">Number of tasks.</param>
    /// <param name="stop">Ends between inner steps.</param>
    public EvaluationResult Run(MetaState state, int tasks, CancellationToken stop)
    {
        var curves = TaskParallel.Map(tasks, _workers, index => Curve(state, index, stop), stop, (_learner.Kind, _spec.Task, _spec.InnerLoop, "evaluate"));
        return EvaluationResult.From(curves, _spec.Task.Ways, _spec.Task.Shots);
    }

    private Judgement[] Curve(MetaState state, int index, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var task = TaskTensors.From(_sampler.Draw(RandomStream.Derive(_spec.Seed, _stream, index)), Placement.Of(state.Initialization.Tensors[0]));
        using var running = new RunningStatistics();
        var losses = new FewShotLosses(_learner, task);
        var start = _learner.Head.Start(state.Initialization, task.Ways);
        var curve = new List<Judgement> { losses.Judge(start, state.Phi, running) };
        using var end = _inner.Run(
            losses.Feeding(running), start, state.Phi, state.Rates, step => curve.Add(losses.Judge(step.Next, state.Phi, running)), stop);
        return [.. curve];
    }
}
