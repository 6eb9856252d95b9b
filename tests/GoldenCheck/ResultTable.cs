using System.Globalization;
using static TorchSharp.torch;

namespace WarpGrad.GoldenCheck;

/// <summary>Results as a table for people.</summary>
internal static class ResultTable
{
    /// <summary>Lines of the table.</summary>
    /// <param name="results">The results.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<SectionResult> results)
    {
        string[] header = ["file", "section", "precision", "error", "allowed", "verdict"];
        string[][] rows = [header, .. results.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, header.Length - 1).Select(column => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => column < widths.Length ? cell.PadRight(widths[column]) : cell)));
    }

    private static string[] Row(SectionResult result) =>
    [
        result.File,
        result.Section,
        result.Type == ScalarType.Float64 ? "float64" : "float32",
        result.Error is { } error ? error.ToString("0.0e+00", CultureInfo.InvariantCulture) : "-",
        result.Allowed > 0 ? result.Allowed.ToString("0e+00", CultureInfo.InvariantCulture) : "-",
        result.Failure is null ? "ok" : $"FAILED: {result.Failure}",
    ];
}
