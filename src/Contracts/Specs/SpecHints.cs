using System.Globalization;
using System.Text.Json.Nodes;

namespace WarpGrad.Contracts.Specs;

/// <summary>How to mend a document that is no <see cref="RunSpec"/>.</summary>
public static class SpecHints
{
    private const int MostEdits = 3;
    private const int MostSimilar = 5;
    private const int LongestValue = 60;
    private const int LongestPath = 100;

    /// <summary>What a field takes, such as "a whole number from 1 to 100".</summary>
    /// <param name="field">The field.</param>
    public static string Takes(SpecField field) => field.Kind switch
    {
        SpecFieldKind.Integer => "a whole number" + Range(field),
        SpecFieldKind.Number => "a number" + Range(field),
        SpecFieldKind.Boolean => "true or false",
        SpecFieldKind.Choice => $"one of {string.Join(", ", field.Options)}",
        SpecFieldKind.Text => "a text",
        SpecFieldKind.Reference => "an id",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, "Unknown kind of field."),
    };

    /// <summary>Fields that may have been meant by a path which is none, the likeliest first.</summary>
    /// <param name="path">Dotted JSON path.</param>
    public static IReadOnlyList<string> Similar(string path)
    {
        // Comparing takes as many steps as the path has letters, and a caller may send a million.
        if (path.Length > LongestPath)
            return [];
        var last = path.Split('.')[^1];
        return
        [
            .. SpecFields.All.Select(field => (field.Path, Edits: Edits(field.Path, path)))
                .Where(known => known.Edits <= MostEdits || known.Path.Split('.')[^1].Contains(last, StringComparison.OrdinalIgnoreCase))
                .OrderBy(known => known.Edits)
                .Select(known => known.Path)
                .Take(MostSimilar),
        ];
    }

    /// <summary>Why a document could not be read at a path.</summary>
    internal static SpecError Explain(JsonNode? document, string path)
    {
        if (path.Length == 0)
            return new SpecError(path, "A run spec must be a JSON object.");
        // Keys are read whatever their case.
        if (SpecFields.All.FirstOrDefault(known => known.Path.Equals(path, StringComparison.OrdinalIgnoreCase)) is { } field)
            return new SpecError(path, $"'{path}' takes {Takes(field)}" + (SpecJson.At(document, path) is { } value ? $", not {Written(value)}." : "."));
        if (SpecFields.All.FirstOrDefault(inner => inner.Path.StartsWith(path + ".", StringComparison.OrdinalIgnoreCase)) is { } first)
            return new SpecError(path, $"'{path}' takes an object of fields, such as '{first.Path}'.");
        return new SpecError(path, $"There is no field '{path}'." + (Similar(path) is { Count: > 0 } similar ? $" Similar ones: {string.Join(", ", similar)}." : ""));
    }

    private static string Range(SpecField field) => string.Create(CultureInfo.InvariantCulture, $" from {field.Min} to {field.Max}");

    private static string Written(JsonNode value) => value.ToJsonString() switch
    {
        { Length: > LongestValue } text => text[..LongestValue] + "…",
        var text => text,
    };

    /// <summary>Letters to insert, drop or replace to come from one text to the other.</summary>
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
