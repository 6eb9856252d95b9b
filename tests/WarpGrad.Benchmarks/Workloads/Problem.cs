using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>A learner and tasks of noise in the stated shape.</summary>
internal sealed class Problem : IDisposable
{
    /// <summary>Makes them.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="image">Shape of the images.</param>
    /// <param name="tasks">Number of tasks.</param>
    /// <param name="support">Support images of a task.</param>
    /// <param name="queries">Query images of a task.</param>
    public Problem(RunSpec spec, ImageShape image, int tasks, int support, int queries)
    {
        var place = Placement.Of(spec);
        Learner = ImageLearner.Create(spec, image);
        Theta = Learner.Draw(LayerRole.Adapt, 1, place);
        Phi = Learner.Draw(LayerRole.Warp, 1, place);
        Tasks = [.. Enumerable.Range(0, tasks).Select(task => Noise(spec.Task.Ways, image, task, support, queries, place))];
    }

    public ImageLearner Learner { get; }

    public ParameterSet Theta { get; }

    public ParameterSet Phi { get; }

    public IReadOnlyList<TaskTensors> Tasks { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Theta.Dispose();
        Phi.Dispose();
        foreach (var task in Tasks)
            task.Dispose();
    }

    private static TaskTensors Noise(int ways, ImageShape image, int task, int support, int queries, Placement place)
    {
        var random = RandomStream.Derive(1, StreamPurpose.TrainTask, task);
        var pixels = new float[(support + queries) * image.Size];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (float)random.NextDouble();
        long[] labels = [.. Enumerable.Range(0, support + queries).Select(i => (long)((i < support ? i : i - support) % ways))];
        return TaskTensors.From(new FewShotTask(image, pixels, labels, support, ways, []), place);
    }
}
