using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>E: tasks drawn from images in memory, with turned classes and every image augmented.</summary>
internal static class Sampling
{
    private const int Classes = 200, PerClass = 20, Side = 28, Draws = 50;

    /// <summary>Its row.</summary>
    public static IEnumerable<Workload> All =>
        [new("E.sampler", "task", "20-way 5-shot 15-query, 1x28x28, affine augmentation", 1, Draws, null, () => new Run())];

    private sealed class Run : IRun
    {
        private readonly FewShotSampler _sampler;
        private long _drawn;

        public Run()
        {
            var pixels = new byte[Classes * PerClass * Side * Side];
            new Random(1).NextBytes(pixels);
            ImageClass[] classes = [.. Enumerable.Range(0, Classes).Select(i => new ImageClass("", $"{i}", ClassSplit.Train, i * PerClass, PerClass))];
            _sampler = new FewShotSampler(
                new PackedImages(pixels, 1, Side, Side, classes, "noise"), ClassSplit.Train, new TaskRules(20, 5, 15, false, true, true, 0, false));
        }

        public void Once()
        {
            for (var i = 0; i < Draws; i++)
                _sampler.Draw(RandomStream.Derive(1, StreamPurpose.TrainTask, _drawn++));
        }

        public void Dispose()
        {
        }
    }
}
