using WarpGrad.Contracts.Specs;
using WarpGrad.Engine;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>G: whole meta-training as a worker does it, from drawing tasks to the meta-update, on practice glyphs.</summary>
internal static class Training
{
    private const int Steps = 6, Batch = 4;

    /// <summary>The run: 5-way 1-shot, exact Warp-Leap.</summary>
    public static RunSpec Spec { get; } = new()
    {
        Task = new() { Ways = 5, Shots = 1, Queries = 15 },
        Learner = new() { Filters = 64, Warp = WarpDesign.Conv3x3, Normalization = Normalization.Transductive, Head = HeadKind.Fixed },
        MetaLearner = new() { Algorithm = MetaAlgorithm.Offline, Objective = WarpObjectiveKind.Exact, Initialization = InitializationObjective.Leap },
        InnerLoop = new() { Steps = 5, LearningRate = 0.1 },
        OuterLoop = new() { MetaSteps = Steps, MetaBatch = Batch },
        Evaluation = new() { Interval = Steps, Tasks = 2, FinalTasks = 8, CheckpointInterval = Steps },
    };

    /// <summary>Its row.</summary>
    /// <param name="setting">Where and how it computes.</param>
    public static IEnumerable<Workload> All(Setting setting) =>
        [new("G.training", "task", $"5-way 1-shot of 75 queries, 1x28x28, 5 steps, {Batch} tasks, Conv-4 of 64 filters with 3x3 warps, {Steps} meta-steps and 12 held-out tasks",
            setting.Threads, Steps * Batch, null, () => new Run(setting))];

    private sealed class Run(Setting setting) : IRun
    {
        public void Once()
        {
            using var trainer = MetaTrainer.Create(setting.Apply(Spec) with { Device = setting.Device }, PracticeData.Images, setting.Threads);
            trainer.Run(new SilentObserver(), CancellationToken.None);
        }

        public void Dispose()
        {
        }
    }
}
