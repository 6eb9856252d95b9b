using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Evaluation;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>H: whether a meta-batch is trained on, and held-out tasks are judged, faster in one batch than side by side on threads. For GPUs only.</summary>
internal static class StackedTraining
{
    private const int Ways = 5, Queries = 15, HeldOut = 64;

    /// <summary>Its rows.</summary>
    /// <param name="setting">Where and how they compute.</param>
    public static IEnumerable<Workload> All(Setting setting) =>
    [
        .. Training(setting, "28x28.leap-exact", Leap(WarpObjectiveKind.Exact), new ImageShape(1, 28, 28), 4, 16),
        .. Training(setting, "28x28.leap-first-order", Leap(WarpObjectiveKind.FirstOrder), new ImageShape(1, 28, 28), 4, 16),
        .. Training(setting, "28x28.maml", Maml(5), new ImageShape(1, 28, 28), 4, 16),
        .. Training(setting, "28x28.protonet", Maml(0), new ImageShape(1, 28, 28), 4, 16),
        .. Training(setting, "84x84.leap-exact", Leap(WarpObjectiveKind.Exact), new ImageShape(3, 84, 84), 4),
        .. Judging(setting, "H.judge.28x28", Shapes(new ImageShape(1, 28, 28)), Leap(WarpObjectiveKind.Exact), new ImageShape(1, 28, 28), 1, 8, 32),
        .. Judging(setting, "H.judge.84x84", Shapes(new ImageShape(3, 84, 84)), Leap(WarpObjectiveKind.Exact), new ImageShape(3, 84, 84), 1, 8, 32),
    ];

    /// <summary>Rows of training with meta-batches of several sizes, one task at a time and all at once.</summary>
    /// <param name="setting">Where and how they compute.</param>
    /// <param name="name">Beginning of their names.</param>
    /// <param name="shapes">Shape of the data.</param>
    /// <param name="spec">The method.</param>
    /// <param name="image">Shape of the images; null where there are none.</param>
    /// <param name="metaSteps">Meta-steps of a run.</param>
    /// <param name="batches">Sizes.</param>
    public static IEnumerable<Workload> Training(Setting setting, string name, string shapes, RunSpec spec, ImageShape? image, int metaSteps, params int[] batches) =>
        batches.SelectMany(batch => new[] { 1, batch }.Select(stack => new Workload(
            $"{name}.batch-{batch}.{Label(stack)}", "task", $"{shapes}, meta-batch of {batch}", setting.Threads, metaSteps * batch, null,
            () => new Steps(setting, spec with { OuterLoop = Endless(spec.OuterLoop) with { MetaBatch = batch, TasksAtOnce = stack } }, image, metaSteps))));

    /// <summary>Rows of judging held-out tasks after each step, in stacks of several sizes.</summary>
    /// <inheritdoc cref="Training"/>
    /// <param name="stacks">Sizes.</param>
    public static IEnumerable<Workload> Judging(Setting setting, string name, string shapes, RunSpec spec, ImageShape? image, params int[] stacks) =>
        stacks.Select(stack => new Workload(
            $"{name}.{Label(stack)}", "task", $"{HeldOut} tasks, {shapes}", setting.Threads, HeldOut, null, () => new Judge(setting, spec, image, stack)));

    private static RunSpec Leap(WarpObjectiveKind objective) => Spec(new() { Objective = objective }, WarpDesign.Conv3x3, 5);

    private static RunSpec Maml(int steps) => Spec(
        new() { Algorithm = MetaAlgorithm.Online, Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Maml }, WarpDesign.None, steps);

    private static RunSpec Spec(MetaLearnerSpec method, WarpDesign warp, int steps) => new()
    {
        Task = new() { Ways = Ways, Shots = 1, Queries = Queries },
        Learner = new() { Filters = 64, Warp = warp, Normalization = Normalization.Transductive, Head = steps == 0 ? HeadKind.Proto : HeadKind.Fixed },
        MetaLearner = method,
        InnerLoop = new() { Steps = steps, LearningRate = 0.1 },
    };

    private static IEnumerable<Workload> Training(Setting setting, string name, RunSpec spec, ImageShape image, params int[] batches) =>
        Training(setting, $"H.train.{name}", Shapes(image), spec, image, metaSteps: 1, batches);

    private static string Shapes(ImageShape image) => $"{Ways}-way 1-shot, {Queries} queries per class, {image.Channels}x{image.Height}x{image.Width}";

    private static OuterLoopSpec Endless(OuterLoopSpec loop) => loop with { MetaSteps = int.MaxValue, MaxMinutes = 0 };

    private static PackedImages? Noise(ImageShape? image) => image is { } shape ? PracticeData.Noise(shape, Ways, 1 + Queries) : null;

    private static string Label(int stack) => stack == 1 ? "side-by-side" : $"stacked-{stack}";

    private sealed class Steps : IRun
    {
        private readonly MetaTrainer _trainer;
        private readonly int _count;

        public Steps(Setting setting, RunSpec given, ImageShape? image, int count)
        {
            _count = count;
            var spec = setting.Apply(given) with { Device = setting.Device, Evaluation = new() { Interval = int.MaxValue, CheckpointInterval = int.MaxValue, Tasks = 1 } };
            _trainer = MetaTrainer.Create(spec, Noise(image), setting.Threads);
            _trainer.Run(new SilentObserver(), CancellationToken.None, until: 1);
        }

        public void Once() => _trainer.Run(new SilentObserver(), CancellationToken.None, until: _trainer.Step + _count);

        public void Dispose() => _trainer.Dispose();
    }

    private sealed class Judge : IRun
    {
        private readonly Evaluator _evaluator;
        private readonly MetaState _state;

        public Judge(Setting setting, RunSpec given, ImageShape? image, int stack)
        {
            var spec = setting.Apply(given) with { Device = setting.Device };
            var tasks = TaskDistributions.Of(spec, Noise(image));
            _evaluator = new Evaluator(spec, tasks, ClassSplit.Test, setting.Threads, stack);
            _state = MetaLearner.Create(spec, tasks.Learner, tasks.Classes, setting.Threads).Start(Placement.Of(spec));
        }

        public void Once() => _evaluator.Run(_state, HeldOut, CancellationToken.None);

        public void Dispose() => _state.Dispose();
    }
}
