using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Tasks.Presets;

namespace WarpGrad.Engine.Tasks;

/// <summary>Splits classes by the rule that their names call for.</summary>
public static class SplitChooser
{
    /// <summary>Known sets keep their published division; all others are divided by shares.</summary>
    /// <param name="classes">Group and name of each class.</param>
    /// <returns>The rule, and the split of each class in the order given.</returns>
    public static (SplitRule Rule, IReadOnlyList<ClassSplit> Splits) Choose(IReadOnlyList<(string Group, string Name)> classes)
    {
        if (OmniglotSets.TryAssign(classes) is { } omniglot)
            return (SplitRule.OmniglotSets, omniglot);
        // The two share 58 classes; what lies in both wholly is taken for the smaller set, of which it is the larger part.
        if (PublishedSplit.MiniImageNet.TryAssign(classes) is { } mini)
            return (SplitRule.MiniImageNet, mini);
        return PublishedSplit.TieredImageNet.TryAssign(classes) is { } tiered
            ? (SplitRule.TieredImageNet, tiered)
            : (SplitRule.Shares, ClassSplitter.Assign(classes));
    }
}
