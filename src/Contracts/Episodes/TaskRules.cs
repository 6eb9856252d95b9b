using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Episodes;

/// <summary>How tasks are drawn from one split.</summary>
/// <param name="Ways">Classes per task.</param>
/// <param name="Shots">Support images per class.</param>
/// <param name="Queries">Query images per class.</param>
/// <param name="WithinGroup">Whether all classes of a task come from one group.</param>
/// <param name="Rotations">Whether quarter turns of a class are classes of their own; never across splits, since the split is chosen first.</param>
/// <param name="Augmentation">Whether every image is augmented at random on access.</param>
/// <param name="SupportCopies">Augmented copies added to the support set per support image.</param>
/// <param name="InvertImages">Whether images are inverted on the way in.</param>
public sealed record TaskRules(int Ways, int Shots, int Queries, bool WithinGroup, bool Rotations, bool Augmentation, int SupportCopies, bool InvertImages)
{
    /// <summary>Rules of training tasks.</summary>
    /// <param name="spec">The run's spec.</param>
    public static TaskRules ForTraining(RunSpec spec) => new(
        spec.Task.Ways, spec.Task.Shots, spec.Task.Queries, spec.Task.WithinGroup, spec.Task.Rotations, spec.Task.Augmentation, spec.InnerLoop.SupportCopies, spec.Learner.InvertImages);

    /// <summary>Rules of validation and test tasks: only upright, unchanged images of held-out classes.</summary>
    /// <param name="spec">The run's spec.</param>
    public static TaskRules ForEvaluation(RunSpec spec) => ForTraining(spec) with { Rotations = false, Augmentation = false };
}
