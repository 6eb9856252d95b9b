using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Inspection;

/// <summary>
/// Looks at what warps do (paper §2.2: they act on gradients by their Jacobians, ∇(L∘ω) = Dωᵀ∇L): how far each is from the identity, how it
/// stretches directions, how far the gradients of the task layers are turned by all of them, and which layers adaptation moves. The
/// figures follow from model and tasks alone.
/// </summary>
public static class WarpInspector
{
    /// <summary>Held-out tasks that are looked at.</summary>
    public const int HeldOutTasks = 2;

    /// <summary>Adaptation steps followed at most.</summary>
    public const int MostSteps = 100;

    private const int ComparedSteps = 10;

    /// <summary>Looks at test tasks of the kind that a model was trained for; for families that need no dataset.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="ArgumentException">When the family needs a dataset.</exception>
    public static WarpInspection OfDrawnTasks(WarpModel model, CancellationToken stop = default)
    {
        if (model.Spec.Task.Family.NeedsDataset())
            throw new ArgumentException("This model's file does not say what its warps do, and its dataset is not at hand: give it some labelled images ('support'), and its warps are looked at with these.", nameof(model));
        var place = Placement.Of(model.Parameters.Phi.Count > 0 ? model.Parameters.Phi.Tensors[0] : model.Parameters.Initialization.Tensors[0]);
        return OfHeldOut(model.Spec, null, model.Parameters, place, 1, InspectionSource.Drawn, stop);
    }

    /// <summary>Looks at a task of a caller's images.</summary>
    /// <param name="model">A model of images.</param>
    /// <param name="support">Support images, uint8 [n, channels, height, width].</param>
    /// <param name="labels">Class of each, 0 … ways − 1.</param>
    /// <param name="ways">Classes.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="ArgumentException">When images, labels or ways do not fit together or the model.</exception>
    public static WarpInspection OfExamples(WarpModel model, ReadOnlySpan<byte> support, IReadOnlyList<int> labels, int ways, CancellationToken stop = default)
    {
        TorchRuntime.ApplyToThread();
        var images = model.TaskOf(support, labels, ways);
        var steps = Math.Min(MostSteps, model.Spec.InnerLoop.Steps);
        var figures = FirstUse.Guard((model.Learner.Kind, model.Spec.InnerLoop, ways, labels.Count, "inspect"), () =>
        {
            using var tensors = TaskTensors.From(images, Placement.Of(model.Parameters.Initialization.Tensors[0]));
            return Look(
                model.Spec, new ImageTask((ImageLearner)model.Learner, tensors), new ImageTask((ImageLearner)model.Plain, tensors), model.Parameters, steps, 0, stop);
        });
        return Describe(model.Spec, model.Learner, model.Parameters, InspectionSource.Examples, steps, [figures]);
    }

    /// <summary>Looks at test tasks.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="data">The dataset version; null for families that need none.</param>
    /// <param name="parameters">φ, θ₀ and ψ.</param>
    /// <param name="place">Where tensors live.</param>
    /// <param name="workers">Threads to use at most; the result does not depend on it.</param>
    /// <param name="source">What to call it.</param>
    /// <param name="stop">Ends between steps.</param>
    internal static WarpInspection OfHeldOut(
        RunSpec spec, PackedImages? data, MetaParameters parameters, Placement place, int workers, InspectionSource source, CancellationToken stop)
    {
        var tasks = TaskDistributions.Of(spec, data);
        var plain = PlainLearner.Exists(spec.Task.Family) ? TaskDistributions.Of(spec.WithoutWarps(), data) : null;

        // In an endless stream nothing adapts before it is judged; what is followed here is a piece of the stream.
        var steps = Math.Min(MostSteps, tasks.EvaluationSteps > 0 ? tasks.EvaluationSteps : spec.InnerLoop.Steps);
        var figures = TaskParallel.Map(HeldOutTasks, workers, Look, stop, (tasks.Learner.Kind, spec.Task, spec.InnerLoop, "inspect"));
        return Describe(spec, tasks.Learner, parameters, source, steps, figures);

        TaskFigures Look(int index)
        {
            using var scope = torch.NewDisposeScope();
            using var task = tasks.HeldOut(ClassSplit.Test, index, place);
            using var without = plain?.HeldOut(ClassSplit.Test, index, place);
            return WarpInspector.Look(spec, task, without, parameters, steps, index, stop);
        }
    }

    private static TaskFigures Look(RunSpec spec, IMetaTask task, IMetaTask? plain, MetaParameters parameters, int steps, int index, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        var inner = new InnerLoop(InnerOptimizer.Of(spec.InnerLoop), steps);
        var start = task.Start(parameters.Initialization);
        var warps = WarpFigures.Of(task, start, parameters.Phi, RandomStream.Derive(spec.Seed, StreamPurpose.Inspection, index));
        var compared = Enumerable.Range(0, Math.Min(steps, ComparedSteps)).Select(i => i * steps / Math.Min(steps, ComparedSteps)).ToHashSet();
        var layers = new LayerFigures(task, plain, inner.Optimizer, compared);
        var sizes = inner.Optimizer.Adapted(start).Names.GroupBy(LayerFigures.LayerOf).ToDictionary(
            layer => layer.Key, layer => layer.Sum(name => start[name].numel()), StringComparer.Ordinal);
        using var passage = task.Begin();
        using var end = inner.Run(passage, start, parameters.Phi, parameters.Rates, step => layers.Visit(step, parameters.Phi), stop);
        return new TaskFigures(warps, layers, sizes);
    }

    private static WarpInspection Describe(
        RunSpec spec, Learner learner, MetaParameters parameters, InspectionSource source, int steps, IReadOnlyList<TaskFigures> tasks) => new(
            source, tasks.Count, steps,
            [.. learner.Warps.Where(warp => tasks[0].Warps.ContainsKey(warp.Name)).Select(warp => InspectionSummary.Of(warp, parameters.Phi, [.. tasks.Select(task => task.Warps[warp.Name])]))],
            [.. tasks[0].Sizes.Select(layer => InspectionSummary.Of(layer.Key, layer.Value, [.. tasks.Select(task => task.Layers)]))],
            [.. InspectionNotes.Of(spec, steps)]);

    private sealed record TaskFigures(Dictionary<string, WarpFigures> Warps, LayerFigures Layers, Dictionary<string, long> Sizes);
}
