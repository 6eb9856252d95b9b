using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Jobs.Datasets;

/// <summary>What people call the splits.</summary>
internal static class SplitNames
{
    /// <summary>The split of that name; null for other names.</summary>
    public static ClassSplit? Parse(string name) => name.ToLowerInvariant() switch
    {
        "train" => ClassSplit.Train,
        "val" or "valid" or "validation" => ClassSplit.Validation,
        "test" => ClassSplit.Test,
        _ => null,
    };

    /// <summary>The usual name of a split.</summary>
    public static string Of(ClassSplit split) => split switch
    {
        ClassSplit.Train => "train",
        ClassSplit.Validation => "val",
        _ => "test",
    };
}
