using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>One field of a <see cref="RunSpec"/> as form, validation and documentation see it.</summary>
/// <param name="Path">Dotted JSON path, for example <c>innerLoop.steps</c>.</param>
/// <param name="Label">Name shown beside the field.</param>
/// <param name="Help">One line of help.</param>
/// <param name="Kind">How it is entered.</param>
/// <param name="Default">Default in JSON, null where the person must choose.</param>
/// <param name="Min">Smallest value, null where unbounded.</param>
/// <param name="Max">Largest value, null where unbounded.</param>
/// <param name="Unit">Unit, or empty.</param>
/// <param name="Options">The choices of a <see cref="SpecFieldKind.Choice"/>.</param>
/// <param name="Advanced">Whether a form may tuck it away.</param>
/// <param name="Optional">Whether a <see cref="SpecFieldKind.Reference"/> may be left empty.</param>
/// <param name="When">Conditions on other fields under which this one matters; none means always.</param>
public sealed record SpecField(
    string Path, string Label, string Help, SpecFieldKind Kind, object? Default,
    double? Min, double? Max, string Unit, IReadOnlyList<string> Options, bool Advanced, bool Optional, IReadOnlyList<SpecCondition> When)
{
    /// <summary>Whether the field matters in a document.</summary>
    /// <param name="read">Value of a choice or yes-or-no field of the document by path, as written in JSON.</param>
    public bool Applies(Func<string, string> read) => When.All(condition => condition.Values.Contains(read(condition.Path)));
}

/// <summary>That another field has one of some values.</summary>
/// <param name="Path">Path of the other field.</param>
/// <param name="Values">The values.</param>
public sealed record SpecCondition(string Path, IReadOnlyList<string> Values)
{
    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <summary>Reads what <see cref="SpecFieldAttribute.When"/> says.</summary>
    /// <param name="text">Conditions separated by commas.</param>
    public static IReadOnlyList<SpecCondition> Parse(string text) =>
        [.. text.Split(',', Trimmed).Select(one => one.Split(':', Trimmed)).Select(parts => new SpecCondition(parts[0], parts[1].Split('|', Trimmed)))];
}

/// <summary>How a spec field is entered.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SpecFieldKind>))]
public enum SpecFieldKind
{
    /// <summary>Whole number.</summary>
    Integer,

    /// <summary>Real number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>One of a few names.</summary>
    Choice,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>Id of a thing on the platform.</summary>
    Reference,
}

/// <summary>All fields of a <see cref="RunSpec"/>, read from their declarations.</summary>
public static class SpecFields
{
    /// <summary>Every field in document order.</summary>
    public static IReadOnlyList<SpecField> All { get; } = [.. Describe(new RunSpec(), "")];

    /// <summary>The field of a path, null when there is none.</summary>
    /// <param name="path">Dotted JSON path.</param>
    public static SpecField? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>Every value of a spec beside its field.</summary>
    /// <param name="spec">The spec to walk.</param>
    public static IEnumerable<(SpecField Field, object? Value)> Values(RunSpec spec) =>
        All.Select(field => (field, Read(spec, field.Path)));

    /// <summary>Whether a field matters in a spec.</summary>
    /// <param name="field">The field.</param>
    /// <param name="spec">The spec.</param>
    public static bool Applies(SpecField field, RunSpec spec) => field.Applies(path => Written(Read(spec, path)));

    /// <summary>The value of a field of a spec, as JSON writes it but without quotes; empty where there is none.</summary>
    /// <param name="field">The field.</param>
    /// <param name="spec">The spec.</param>
    public static string Text(SpecField field, RunSpec spec) => Written(Read(spec, field.Path));

    private static readonly Dictionary<string, SpecField> ByPath = All.ToDictionary(field => field.Path);

    private static string Written(object? value) => value switch
    {
        bool yes => yes ? "true" : "false",
        Enum choice => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private static object? Read(object spec, string path) =>
        path.Split('.').Aggregate((object?)spec, (node, name) => Property(node!.GetType(), name).GetValue(node));

    private static PropertyInfo Property(Type type, string jsonName) =>
        type.GetProperties().Single(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == jsonName);

    private static IEnumerable<SpecField> Describe(object node, string prefix, string when = "")
    {
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetMethod is null || property.GetIndexParameters().Length > 0)
                continue;
            var path = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = property.GetValue(node);
            if (property.GetCustomAttribute<SpecFieldAttribute>() is { } declared)
                yield return Field(path, property.PropertyType, value, declared, when);
            else if (value is not null && property.PropertyType.Namespace == typeof(RunSpec).Namespace)
                foreach (var inner in Describe(value, path + ".", property.GetCustomAttribute<SpecWhenAttribute>()?.When ?? when))
                    yield return inner;
        }
    }

    private static SpecField Field(string path, Type type, object? value, SpecFieldAttribute declared, string when)
    {
        var actual = Nullable.GetUnderlyingType(type) ?? type;
        var options = actual.IsEnum ? Enum.GetNames(actual).Select(JsonNamingPolicy.CamelCase.ConvertName).ToArray() : [];
        return new SpecField(
            path, declared.Label, declared.Help, Kind(actual),
            value is Enum ? JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!) : value,
            double.IsInfinity(declared.Min) ? null : declared.Min,
            double.IsInfinity(declared.Max) ? null : declared.Max,
            declared.Unit, options, declared.Advanced, declared.Optional, [.. SpecCondition.Parse(when), .. SpecCondition.Parse(declared.When)]);
    }

    private static SpecFieldKind Kind(Type type) => type switch
    {
        { IsEnum: true } => SpecFieldKind.Choice,
        _ when type == typeof(bool) => SpecFieldKind.Boolean,
        _ when type == typeof(string) => SpecFieldKind.Text,
        _ when type == typeof(Guid) => SpecFieldKind.Reference,
        _ when type == typeof(int) || type == typeof(long) => SpecFieldKind.Integer,
        _ => SpecFieldKind.Number,
    };
}
