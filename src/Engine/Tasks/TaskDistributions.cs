using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks.Curves;
using WarpGrad.Engine.Tasks.Mazes;
using WarpGrad.Engine.Tasks.Surfaces;

namespace WarpGrad.Engine.Tasks;

/// <summary>The one place that knows every task family.</summary>
public static class TaskDistributions
{
    /// <summary>The distribution of a spec.</summary>
    /// <param name="spec">A valid spec.</param>
    /// <param name="data">The dataset version, for families made of images.</param>
    /// <exception cref="ArgumentException">When the family needs a dataset and there is none, or the dataset cannot fill its tasks.</exception>
    public static ITaskDistribution Of(RunSpec spec, PackedImages? data) => spec.Task.Family switch
    {
        TaskFamily.FewShotImages => new FewShotImages(spec, Needed(data)),
        TaskFamily.MultiShotImages => new MultiShotImages(spec, Needed(data)),
        TaskFamily.Sinusoids => new Sinusoids(spec),
        TaskFamily.ContinualSines => new ContinualSines(spec),
        TaskFamily.Surfaces => new SurfaceDistribution(spec),
        TaskFamily.Maze => new MazeDistribution(spec),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Task.Family, "Unknown task family."),
    };

    /// <summary>The learner of a spec.</summary>
    /// <param name="spec">A valid spec.</param>
    /// <param name="image">Shape of the images, for families made of them.</param>
    public static Learner LearnerOf(RunSpec spec, ImageShape? image) => spec.Task.Family switch
    {
        TaskFamily.FewShotImages or TaskFamily.MultiShotImages =>
            ImageLearner.Create(spec, image ?? throw new ArgumentException("A learner of images needs their shape.", nameof(image))),
        TaskFamily.Sinusoids or TaskFamily.ContinualSines => new CurveLearner(spec),
        TaskFamily.Surfaces => new SurfaceLearner(spec),
        TaskFamily.Maze => MazeLearner.Create(spec),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Task.Family, "Unknown task family."),
    };

    private static PackedImages Needed(PackedImages? data) =>
        data ?? throw new ArgumentException("This task family is made of a dataset's images; none was given.", nameof(data));
}
