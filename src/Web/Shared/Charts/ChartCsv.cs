using System.Globalization;
using System.Text;

namespace WarpGrad.Web.Shared.Charts;

/// <summary>Curves as a table for other programs.</summary>
public static class ChartCsv
{
    /// <summary>A row for each step, a column for each curve; empty where a curve has no value.</summary>
    /// <param name="steps">Name of the first column.</param>
    /// <param name="series">The curves.</param>
    public static string Of(string steps, IReadOnlyList<ChartSeries> series)
    {
        var columns = series.Where(line => line.Points.Count > 0).ToList();
        var values = columns.ConvertAll(line => line.Points.GroupBy(point => point.Step).ToDictionary(group => group.Key, group => group.Last().Value));
        var table = new StringBuilder().AppendJoin(',', columns.Select(line => line.Name).Prepend(steps).Select(Quoted)).Append('\n');
        foreach (var step in values.SelectMany(column => column.Keys).Distinct().Order())
            table.Append(step.ToString(CultureInfo.InvariantCulture)).Append(',')
                .AppendJoin(',', values.Select(column => column.TryGetValue(step, out var value) ? value.ToString("R", CultureInfo.InvariantCulture) : "")).Append('\n');
        return table.ToString();
    }

    // A cell that begins like a formula is run by spreadsheets; names come from people.
    private static string Quoted(string name)
    {
        var harmless = name.Length > 0 && "=+-@\t\r".Contains(name[0], StringComparison.Ordinal) ? "'" + name : name;
        return harmless.AsSpan().ContainsAny(",\"\n\r") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}
