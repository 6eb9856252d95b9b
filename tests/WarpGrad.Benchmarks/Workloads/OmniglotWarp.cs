using TorchSharp;
using WarpGrad.Benchmarks.Measuring;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>A: the paper's Omniglot learner, one linear 3×3 warp per block; inner steps and replayed points of one task per thread side by side.</summary>
internal static class OmniglotWarp
{
    private const int Ways = 20, PerTask = 4;

    private static readonly RunSpec Spec = new()
    {
        Task = new() { Ways = Ways },
        Learner = new() { Normalization = Normalization.Transductive, Head = HeadKind.Fixed, Warp = WarpDesign.Conv3x3, BlockOrder = BlockOrder.PoolFirst },
    };

    private static readonly ImageShape Image = new(1, 28, 28);

    private static readonly Cost Cost = new(1, 28, 64, Ways, warp: true);

    /// <summary>Its rows.</summary>
    /// <param name="setting">Where and how they compute.</param>
    public static IEnumerable<Workload> All(Setting setting) => new[] { 128, 20 }.SelectMany(batch => Rows(batch, setting));

    private static IEnumerable<Workload> Rows(int batch, Setting setting)
    {
        yield return Row(setting, "inner", "inner step", batch, Cost.InnerStep, InnerStep);
        yield return Row(setting, "noStep", "replayed point without a step", batch, Cost.WarpGradient, Replay(WarpObjective.NoStep, known: false));
        yield return Row(setting, "eq12known", "replayed point, Eq. 12, its step at hand", batch, Cost.WarpGradient, Replay(WarpObjective.FirstOrder, known: true));
        yield return Row(setting, "eq12", "replayed point, Eq. 12", batch, Cost.InnerStep + Cost.WarpGradient, Replay(WarpObjective.FirstOrder, known: false));
        yield return Row(setting, "exact", "replayed point, Eq. 11", batch, Cost.InnerStep + Cost.FullGradient + Cost.BackThroughStepToWarp, Replay(WarpObjective.Exact, known: false));
    }

    private static Workload Row(Setting setting, string name, string unit, int batch, double cost, Action<Problem, TaskTensors> work) => new(
        $"A.{name}.b{batch}", unit, $"{Ways}-way, 1x28x28, batch {batch}, Conv-4 of 64 filters with 3x3 warps", setting.Threads, setting.Threads * PerTask, cost * batch,
        () => new Run(new Problem(setting.Apply(Spec), Image, setting.Threads, batch, batch), setting.Threads, work));

    private static void InnerStep(Problem problem, TaskTensors task)
    {
        using var scope = torch.NewDisposeScope();
        InnerOptimizer.Sgd(0.1).Take(new ImageTask(problem.Learner, task), 0, problem.Theta, problem.Phi, OptimizerState.None, ParameterSet.Empty);
    }

    private static Action<Problem, TaskTensors> Replay(WarpObjective objective, bool known) => (problem, task) =>
    {
        using var scope = torch.NewDisposeScope();
        var point = new PathPoint(0, problem.Theta, OptimizerState.None);
        objective.Gradient(
            new ImageTask(problem.Learner, task), point, problem.Phi, ParameterSet.Empty, InnerOptimizer.Sgd(0.1), known ? problem.Theta : null);
    };

    private sealed class Run(Problem problem, int threads, Action<Problem, TaskTensors> work) : IRun
    {
        public void Once() => TaskParallel.Map(threads, threads, Repeat, CancellationToken.None, this);

        public void Dispose() => problem.Dispose();

        private bool Repeat(int task)
        {
            for (var i = 0; i < PerTask; i++)
                work(problem, problem.Tasks[task]);
            return true;
        }
    }
}
