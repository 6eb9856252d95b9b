using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>What the score of held-out tasks counts.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Measure>))]
public enum Measure
{
    /// <summary>Part of the queries answered right, 0 to 1; more is better.</summary>
    Accuracy,

    /// <summary>Mean squared error; less is better.</summary>
    Error,

    /// <summary>Reward of an episode; more is better.</summary>
    Reward,

    /// <summary>Part of the starting points from which warped descent ends lower than plain descent, 0 to 1; more is better.</summary>
    Wins,
}

/// <summary>Facts about task families that every room answers alike.</summary>
public static class TaskFamilies
{
    /// <summary>What its scores count.</summary>
    /// <param name="family">The family.</param>
    public static Measure MeasureOf(this TaskFamily family) => family switch
    {
        TaskFamily.FewShotImages or TaskFamily.MultiShotImages => Measure.Accuracy,
        TaskFamily.Sinusoids or TaskFamily.ContinualSines => Measure.Error,
        TaskFamily.Maze => Measure.Reward,
        TaskFamily.Surfaces => Measure.Wins,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Unknown family."),
    };

    /// <summary>Whether its tasks are made of a dataset's images; the others are drawn from the seed.</summary>
    /// <param name="family">The family.</param>
    public static bool NeedsDataset(this TaskFamily family) => family is TaskFamily.FewShotImages or TaskFamily.MultiShotImages;

    /// <summary>Whether scores are parts of a whole, shown as per cent.</summary>
    /// <param name="measure">The measure.</param>
    public static bool IsShare(this Measure measure) => measure is Measure.Accuracy or Measure.Wins;

    /// <summary>Whether a larger score is better.</summary>
    /// <param name="measure">The measure.</param>
    public static bool MoreIsBetter(this Measure measure) => measure != Measure.Error;

    /// <summary>Architectures that can learn its tasks, the usual one first.</summary>
    /// <param name="family">The family.</param>
    public static IReadOnlyList<Architecture> ArchitecturesOf(this TaskFamily family) => family switch
    {
        TaskFamily.FewShotImages or TaskFamily.MultiShotImages => [Architecture.Conv4, Architecture.ResNet12, Architecture.Mlp],
        TaskFamily.Sinusoids or TaskFamily.ContinualSines => [Architecture.Mlp],
        TaskFamily.Maze => [Architecture.Recurrent],
        TaskFamily.Surfaces => [Architecture.Point],
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Unknown family."),
    };
}
