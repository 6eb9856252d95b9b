using WarpGrad.Benchmarks.Measuring;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>F: whether the tasks of several callers are adapted to faster in one batch than side by side on threads; all of it by the engine, from bytes to a learner ready for queries.</summary>
internal static class StackedAdaptation
{
    private const int Ways = 5, Steps = 5;

    /// <summary>Its rows. The larger images take minutes on a CPU, and stacks of more tasks than eight are for GPUs.</summary>
    /// <param name="setting">Where and how they compute.</param>
    public static IEnumerable<Workload> All(Setting setting) =>
    [
        .. Rows(setting, "28x28.plain", new ImageShape(1, 28, 28), 1, WarpDesign.None),
        .. Rows(setting, "28x28.warp", new ImageShape(1, 28, 28), 1, WarpDesign.Conv3x3),
        .. setting.OnGpu ? Rows(setting, "84x84.plain", new ImageShape(3, 84, 84), 5, WarpDesign.None) : [],
        .. setting.OnGpu ? Rows(setting, "84x84.warp", new ImageShape(3, 84, 84), 5, WarpDesign.Conv3x3) : [],
    ];

    /// <summary>How far stacks are from tasks adapted to one by one, by kind of network.</summary>
    /// <param name="setting">Where and how they compute.</param>
    public static IReadOnlyDictionary<string, Agreement> Agreements(Setting setting)
    {
        (string Name, ImageShape Image, int Shots, WarpDesign Warp, int Tasks)[] kinds =
        [
            ("28x28.plain", new(1, 28, 28), 1, WarpDesign.None, 16),
            ("28x28.warp", new(1, 28, 28), 1, WarpDesign.Conv3x3, 16),
            ("84x84.warp", new(3, 84, 84), 5, WarpDesign.Conv3x3, 2),
        ];
        var found = new Dictionary<string, Agreement>();
        foreach (var (name, image, shots, warp, tasks) in kinds)
        {
            using var run = new Run(setting, image, shots, warp, tasks, tasks);
            found.Add(name, run.Agree());
        }

        return found;
    }

    private static IEnumerable<Workload> Rows(Setting setting, string name, ImageShape image, int shots, WarpDesign warp)
    {
        int[] sizes = setting.OnGpu ? [1, 2, 4, 8, 16, 32] : [1, 2, 4, 8];
        // As many tasks in every row, and enough of them that two threads share even the largest stacks.
        var tasks = 2 * sizes[^1];
        return sizes.Select(stack => new Workload(
            stack == 1 ? $"F.{name}.side-by-side" : $"F.{name}.stacked-{stack}", $"adaptation of {Steps} steps",
            $"{tasks} tasks, {Ways}-way {shots}-shot, {image.Channels}x{image.Height}x{image.Width}, Conv-4 of 64 filters, {stack} at a time in each of {setting.Threads} threads",
            setting.Threads, tasks, null, () => new Run(setting, image, shots, warp, stack, tasks)));
    }

    private sealed class Run : IRun
    {
        private readonly int _stack, _threads;
        private readonly WarpModel _model;
        private readonly PreparedTask[] _tasks;

        public Run(Setting setting, ImageShape image, int shots, WarpDesign warp, int stack, int tasks)
        {
            (_stack, _threads) = (stack, setting.Threads);
            var spec = setting.Apply(new RunSpec
            {
                Task = new() { Dataset = Guid.Empty, Ways = Ways, Shots = shots, Queries = 1 },
                Learner = new() { Normalization = Normalization.Transductive, Head = HeadKind.Fixed, Warp = warp, BlockOrder = BlockOrder.PoolLast },
                InnerLoop = new() { Steps = Steps, LearningRate = 0.01 },
            });
            using (var untrained = MetaTrainer.Create(spec, PracticeData.Noise(image, Ways, shots + 1)))
            using (var file = new MemoryStream())
            {
                untrained.WriteModel(file);
                file.Position = 0;
                _model = WarpModel.Read(file);
            }

            var pixels = new byte[Ways * shots * image.Size];
            int[] labels = [.. Enumerable.Range(0, Ways * shots).Select(i => i % Ways)];
            _tasks = new PreparedTask[tasks];
            for (var i = 0; i < tasks; i++)
            {
                new Random(i).NextBytes(pixels);
                _tasks[i] = _model.Prepare(pixels, labels, Ways, new AdaptationOptions());
            }
        }

        public void Once() => Parallel.For(0, _tasks.Length / _stack, new ParallelOptions { MaxDegreeOfParallelism = _threads }, Adapt);

        public Agreement Agree()
        {
            var queries = new byte[8 * _model.Image!.Value.Size];
            new Random(7).NextBytes(queries);
            return Agreement.Of(_model, _tasks, queries);
        }

        public void Dispose() => _model.Dispose();

        private void Adapt(int part)
        {
            foreach (var adapted in _model.AdaptTogether(_tasks[(part * _stack)..((part + 1) * _stack)]))
                adapted.Dispose();
        }
    }
}
