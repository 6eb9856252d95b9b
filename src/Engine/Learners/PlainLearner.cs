using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Learners;

/// <summary>
/// The network of a learner with its warp-layers replaced by the identity. It has the same θ and reads of φ only what task layers turned
/// into warps hold, so it computes with the parameters of the learner it is made from.
/// </summary>
internal static class PlainLearner
{
    /// <summary>Whether the warps of a learner are layers that can be left out: not in mazes, where they modulate weights, nor on surfaces, where there is nothing else.</summary>
    /// <param name="family">The task family.</param>
    public static bool Exists(TaskFamily family) => family is not (TaskFamily.Maze or TaskFamily.Surfaces);

    /// <summary>A spec without its warp-layers.</summary>
    /// <param name="spec">A spec of a family of which <see cref="Exists"/> holds.</param>
    public static RunSpec WithoutWarps(this RunSpec spec) => spec with { Learner = spec.Learner with { Warp = WarpDesign.None, WarpHead = false } };

    /// <summary>The plain learner of a spec.</summary>
    /// <param name="spec">A spec of a family of which <see cref="Exists"/> holds.</param>
    /// <param name="image">Shape of the images, for families made of them.</param>
    public static Learner Of(RunSpec spec, ImageShape? image) => TaskDistributions.LearnerOf(spec.WithoutWarps(), image);
}
