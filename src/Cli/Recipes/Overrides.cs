using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Recipes;

/// <summary>Reads <c>path=value</c> settings and lays them over a recipe.</summary>
internal static class Overrides
{
    // Fields that some commands have an option for.
    private static readonly Dictionary<string, string> Elsewhere = new() { ["task.dataset"] = "--dataset", ["seed"] = "--seeds" };

    /// <summary>The settings of <c>recipe</c>, which has an option for each field that may have one, as parts of a run spec.</summary>
    /// <param name="settings">Texts such as <c>innerLoop.steps=3</c>.</param>
    /// <exception cref="CliException">A path is unknown, a value is of the wrong kind, or <c>recipe</c> has an option for it.</exception>
    public static JsonObject Parse(IEnumerable<string> settings) => Parse(settings, _ => true);

    /// <summary>The settings of a command as parts of a run spec.</summary>
    /// <param name="settings">Texts such as <c>innerLoop.steps=3</c>.</param>
    /// <param name="command">The command; what it has an option for is set by that alone.</param>
    /// <exception cref="CliException">A path is unknown, a value is of the wrong kind, or the command has an option for it.</exception>
    public static JsonObject Parse(IEnumerable<string> settings, Command command) =>
        Parse(settings, name => command.Options.Any(option => option.Name == name));

    private static JsonObject Parse(IEnumerable<string> settings, Func<string, bool> hasOption)
    {
        var document = new JsonObject();
        foreach (var setting in settings)
        {
            var (path, value) = setting.Split('=', 2) is [var left, var right] ? (left.Trim(), right.Trim())
                : throw CliException.Usage($"'{setting}' is no setting: write path=value, such as innerLoop.steps=3.");
            if (Elsewhere.TryGetValue(path, out var option) && hasOption(option))
                throw CliException.Usage($"'{path}' is set by {option}.");
            var field = SpecFields.Find(path)
                ?? throw CliException.Usage($"There is no setting '{path}'. {Suggest(path)}");
            Put(document, path.Split('.'), Read(field, value));
        }

        return document;
    }

    private static void Put(JsonObject document, string[] path, JsonNode value)
    {
        foreach (var name in path[..^1])
        {
            if (document[name] is not JsonObject inner)
                document[name] = inner = [];
            document = inner;
        }

        document[path[^1]] = value;
    }

    private static JsonNode Read(SpecField field, string value) => field.Kind switch
    {
        SpecFieldKind.Integer when long.TryParse(value, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        SpecFieldKind.Number when double.TryParse(value, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) => JsonValue.Create(real),
        SpecFieldKind.Boolean when bool.TryParse(value, out var yes) => JsonValue.Create(yes),
        SpecFieldKind.Choice when field.Options.Contains(value) => JsonValue.Create(value),
        SpecFieldKind.Text => JsonValue.Create(value),
        SpecFieldKind.Reference when Guid.TryParse(value, out var id) => JsonValue.Create(id),
        _ => throw CliException.Usage($"'{field.Path}' takes {SpecHints.Takes(field)}."),
    };

    private static string Suggest(string path) => SpecHints.Similar(path) is { Count: > 0 } similar
        ? $"Similar ones: {string.Join(", ", similar)}."
        : "GET /api/v1/run-spec/fields lists them all.";
}
