using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Engine.Tasks;

/// <summary>Splits classes by the rule that their names call for.</summary>
public static class SplitChooser
{
    /// <summary>Known sets keep their published division; all others are divided by shares.</summary>
    /// <param name="classes">Group and name of each class.</param>
    /// <returns>The rule, and the split of each class in the order given.</returns>
    public static (SplitRule Rule, IReadOnlyList<ClassSplit> Splits) Choose(IReadOnlyList<(string Group, string Name)> classes) =>
        OmniglotSets.TryAssign(classes) is { } splits ? (SplitRule.OmniglotSets, splits) : (SplitRule.Shares, ClassSplitter.Assign(classes));
}
