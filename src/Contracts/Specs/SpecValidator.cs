using System.Globalization;

namespace WarpGrad.Contracts.Specs;

/// <summary>Checks a <see cref="RunSpec"/> against the declarations of its fields and the rules between fields.</summary>
public static class SpecValidator
{
    private const int LongestText = 1000;

    /// <summary>Everything wrong with the spec; empty when it can run.</summary>
    /// <param name="spec">The spec to check.</param>
    public static IReadOnlyList<SpecError> Validate(RunSpec spec) =>
    [
        .. SpecFields.Values(spec).Where(pair => pair.Field.Kind != SpecFieldKind.Reference || SpecFields.Applies(pair.Field, spec))
            .Select(pair => Check(pair.Field, pair.Value)).OfType<SpecError>(),
        .. SpecRules.Check(spec),
    ];

    private static SpecError? Check(SpecField field, object? value) => field.Kind switch
    {
        SpecFieldKind.Reference => value is null && !field.Optional ? new SpecError(field.Path, $"{field.Label} is missing: give the id of a dataset of your team.") : null,
        SpecFieldKind.Integer or SpecFieldKind.Number => CheckRange(field, Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        SpecFieldKind.Text => ((string)value!).Length <= LongestText ? null : new SpecError(field.Path, $"{field.Label} must have at most {LongestText} characters."),
        SpecFieldKind.Boolean or SpecFieldKind.Choice => null,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, "Unknown kind of field."),
    };

    private static SpecError? CheckRange(SpecField field, double value)
    {
        if (double.IsFinite(value) && value >= (field.Min ?? value) && value <= (field.Max ?? value))
            return null;
        var text = value.ToString(CultureInfo.InvariantCulture);
        return new SpecError(field.Path, string.Create(CultureInfo.InvariantCulture,
            $"{field.Label} must lie between {field.Min} and {field.Max}{(field.Unit.Length > 0 ? " " + field.Unit : "")}; it is {text}."));
    }
}
