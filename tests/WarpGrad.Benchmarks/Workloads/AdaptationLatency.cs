using TorchSharp;
using WarpGrad.Benchmarks.Measuring;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>C: how long a caller waits for the adaptation to one task. One task is one thread's work.</summary>
internal static class AdaptationLatency
{
    private const int Ways = 5, Steps = 5;

    /// <summary>Its rows.</summary>
    public static IEnumerable<Workload> All =>
    [
        Row("C.84x84.plain", new ImageShape(3, 84, 84), 5, WarpDesign.None),
        Row("C.84x84.warp", new ImageShape(3, 84, 84), 5, WarpDesign.Conv3x3),
        Row("C.28x28.plain", new ImageShape(1, 28, 28), 1, WarpDesign.None),
        Row("C.28x28.warp", new ImageShape(1, 28, 28), 1, WarpDesign.Conv3x3),
    ];

    private static Workload Row(string name, ImageShape image, int shots, WarpDesign warp)
    {
        var spec = new RunSpec
        {
            Task = new() { Ways = Ways, Shots = shots },
            Learner = new() { Normalization = Normalization.Transductive, Head = HeadKind.Fixed, Warp = warp, BlockOrder = BlockOrder.PoolLast },
        };
        var cost = new Cost(image.Channels, image.Height, 64, Ways, warp != WarpDesign.None);
        return new Workload(
            name, $"adaptation of {Steps} steps", $"{Ways}-way {shots}-shot, {image.Channels}x{image.Height}x{image.Width}, Conv-4 of 64 filters", 1, 1,
            Steps * Ways * shots * cost.InnerStep, () => new Run(new Problem(spec, image, 1, Ways * shots, Ways)));
    }

    private sealed class Run(Problem problem) : IRun
    {
        private readonly InnerLoop _loop = new(InnerOptimizer.Sgd(0.01), Steps);

        public void Once() => TaskParallel.Map(1, 1, _ => Adapt(), CancellationToken.None, this);

        public void Dispose() => problem.Dispose();

        private bool Adapt()
        {
            using var end = _loop.Run(new ImageTask(problem.Learner, problem.Tasks[0]), problem.Theta.Clone(), problem.Phi, ParameterSet.Empty);
            return true;
        }
    }
}
