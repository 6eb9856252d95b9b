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

    /// <summary>Its rows. The large network takes minutes on a CPU.</summary>
    /// <param name="setting">Where and how they compute.</param>
    public static IEnumerable<Workload> All(Setting setting) =>
    [
        Row(setting, "C.84x84.plain", new ImageShape(3, 84, 84), 5, WarpDesign.None),
        Row(setting, "C.84x84.warp", new ImageShape(3, 84, 84), 5, WarpDesign.Conv3x3),
        Row(setting, "C.28x28.plain", new ImageShape(1, 28, 28), 1, WarpDesign.None),
        Row(setting, "C.28x28.warp", new ImageShape(1, 28, 28), 1, WarpDesign.Conv3x3),
        .. setting.OnGpu ? [Row(setting, "C.84x84.resnet12", new ImageShape(3, 84, 84), 5, WarpDesign.None, Architecture.ResNet12)] : Array.Empty<Workload>(),
    ];

    private static Workload Row(Setting setting, string name, ImageShape image, int shots, WarpDesign warp, Architecture architecture = Architecture.Conv4)
    {
        var conv4 = architecture == Architecture.Conv4;
        var spec = new RunSpec
        {
            Task = new() { Ways = Ways, Shots = shots },
            Learner = new() { Architecture = architecture, Normalization = Normalization.Transductive, Head = HeadKind.Fixed, Warp = warp, BlockOrder = BlockOrder.PoolLast },
        };
        var cost = new Cost(image.Channels, image.Height, 64, Ways, warp != WarpDesign.None);
        return new Workload(
            name, $"adaptation of {Steps} steps", $"{Ways}-way {shots}-shot, {image.Channels}x{image.Height}x{image.Width}, {(conv4 ? "Conv-4" : "ResNet-12")} of 64 filters", 1, 1,
            conv4 ? Steps * Ways * shots * cost.InnerStep : null, () => new Run(new Problem(setting.Apply(spec), image, 1, Ways * shots, Ways)));
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
