using WarpGrad.Benchmarks.Measuring;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>B and D: whole meta-iterations of 5-way 5-shot with 15 queries per class, 5 inner steps and 4 tasks.</summary>
internal static class MetaIterations
{
    private const int Ways = 5, Support = 25, Queries = 75, Steps = 5, Batch = 4;

    private static readonly ImageShape Image = new(1, 28, 28);

    private static readonly Cost Plain = new(1, 28, 64, Ways, warp: false), Warped = new(1, 28, 64, Ways, warp: true);

    /// <summary>Its rows.</summary>
    /// <param name="setting">Where and how they compute.</param>
    public static IEnumerable<Workload> All(Setting setting) =>
    [
        Row(setting, "B.maml", Spec(WarpDesign.None, WarpObjectiveKind.Exact, InitializationObjective.Maml), Maml(Plain)),
        Row(setting, "B.fomaml", Spec(WarpDesign.None, WarpObjectiveKind.Exact, InitializationObjective.Fomaml), (Steps * Support * Plain.InnerStep) + (Queries * Plain.FullGradient)),
        Row(setting, "D.warpMaml", Spec(WarpDesign.Conv3x3, WarpObjectiveKind.Exact, InitializationObjective.Maml), Maml(Warped) + Points),
        Row(setting, "D.onlineExact", Spec(WarpDesign.Conv3x3, WarpObjectiveKind.Exact, InitializationObjective.None), (Steps * Support * Warped.InnerStep) + Points),
        Row(setting, "D.onlineEq12", Spec(WarpDesign.Conv3x3, WarpObjectiveKind.FirstOrder, InitializationObjective.None),
            Steps * ((Support * Warped.InnerStep) + (Queries * Warped.WarpGradient))),
    ];

    /// <summary>Eq. 11 at every step, beyond the step itself.</summary>
    private static double Points => Steps * ((Support * Warped.BackThroughStepToWarp) + (Queries * Warped.FullGradient));

    private static double Maml(Cost cost) => (Steps * Support * (cost.InnerStep + cost.BackThroughStepToAll)) + (Queries * cost.FullGradient);

    private static RunSpec Spec(WarpDesign warp, WarpObjectiveKind objective, InitializationObjective initialization) => new()
    {
        Task = new() { Ways = Ways, Shots = Support / Ways, Queries = Queries / Ways },
        Learner = new() { Normalization = Normalization.Transductive, Head = HeadKind.Fixed, Warp = warp, BlockOrder = BlockOrder.PoolLast },
        MetaLearner = new() { Algorithm = MetaAlgorithm.Online, Objective = objective, Initialization = initialization },
        InnerLoop = new() { Steps = Steps, LearningRate = 0.01 },
        OuterLoop = new() { MetaBatch = Batch, Initialization = new() { Kind = OptimizerKind.Adam } },
    };

    private static Workload Row(Setting setting, string name, RunSpec spec, double cost) => new(
        name, "meta-iteration", $"{Ways}-way, 1x28x28, {Support} support and {Queries} query images, {Steps} steps, {Batch} tasks, Conv-4 of 64 filters",
        setting.Threads, 1, Batch * cost, () => new Run(setting.Apply(spec), setting.Threads));

    private sealed class Run : IRun
    {
        private readonly Problem _problem;
        private readonly MetaLearner _learner;
        private readonly IMetaTask[] _tasks;
        private MetaState _state;

        public Run(RunSpec spec, int threads)
        {
            _problem = new Problem(spec, Image, Batch, Support, Queries);
            _tasks = [.. _problem.Tasks.Select(task => new ImageTask(_problem.Learner, task))];
            _learner = MetaLearner.Create(spec, _problem.Learner, Ways, threads);
            _state = _learner.Start(Placement.Of(spec));
        }

        public void Once()
        {
            var step = _learner.Step(_state, _tasks, 0);
            _state.Dispose();
            _state = step.State;
        }

        public void Dispose()
        {
            _state.Dispose();
            _problem.Dispose();
        }
    }
}
