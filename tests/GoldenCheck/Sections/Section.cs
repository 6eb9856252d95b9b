using WarpGrad.GoldenCheck.Format;

namespace WarpGrad.GoldenCheck.Sections;

/// <summary>A part of a file's results.</summary>
/// <param name="Name">Its name, such as <c>warp.exact</c>.</param>
/// <param name="Check">Computes the results and compares; null where it is not known what they are.</param>
internal sealed record Section(string Name, Action<Comparison>? Check)
{
    /// <summary>Entries of a file that hold no results.</summary>
    private static readonly string[] NotResults =
        ["schema", "case", "dtype", "note", "model", "weights", "tasks", "loss", "inner_optimizer", "float32_noise"];

    /// <summary>The sections of a case, in the order of the file.</summary>
    /// <param name="file">The case.</param>
    public static IReadOnlyList<Section> Of(CaseFile file) =>
        [.. file.Root.Entries.Where(entry => !NotResults.Contains(entry.Name)).SelectMany(entry => Of(file, entry.Name, entry.Value))];

    private static IEnumerable<Section> Of(CaseFile file, string name, JsonPart part) => name switch
    {
        "logits_at_init" => [new(name, comparison => LogitsSection.Check(file, part, comparison))],
        "trajectory" => [new(name, comparison => TrajectorySection.Check(file, part, comparison))],
        "warp" => WarpSection.Of(file, part),
        "learned_lr" => [new(name, comparison => LearnedRateSection.Check(file, part, comparison))],
        "init" => InitializationSection.Of(file, part),
        "leap_full" => [new(name, comparison => LeapSection.Check(file, part, comparison))],
        "maml" => MamlSection.Of(file, part),
        _ => [new(name, null)],
    };
}
