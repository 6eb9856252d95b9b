using WarpGrad.Contracts.Comparisons;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Api.Comparisons;

/// <summary>Where two run specs differ, in words.</summary>
internal static class SpecDifferences
{
    /// <summary>Fields that matter in one of the specs and have another value, or no meaning, in the other.</summary>
    public static IReadOnlyList<SpecDifference> Between(RunSpec left, RunSpec right) =>
    [
        .. from field in SpecFields.All
           let a = Text(field, left)
           let b = Text(field, right)
           where a != b
           select new SpecDifference(field.Path, field.Label, a ?? "", b ?? "", Sentence(field, a, b)),
    ];

    private static string? Text(SpecField field, RunSpec spec) => SpecFields.Applies(field, spec) ? SpecFields.Text(field, spec) : null;

    private static string Sentence(SpecField field, string? left, string? right) => (left, right) switch
    {
        (null, _) => $"{field.Label} is {Value(field, right)} in the second and means nothing in the first.",
        (_, null) => $"{field.Label} is {Value(field, left)} in the first and means nothing in the second.",
        _ when field.Kind == SpecFieldKind.Reference => $"{field.Label} is another one.",
        _ => $"{field.Label} is {Value(field, left)} in the first and {Value(field, right)} in the second.",
    };

    private static string Value(SpecField field, string? value) => value switch
    {
        null or "" => "not set",
        "true" => "on",
        "false" => "off",
        _ => $"{value} {field.Unit}".Trim(),
    };
}
