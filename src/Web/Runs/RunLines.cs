using WarpGrad.Contracts.Runs;

namespace WarpGrad.Web.Runs;

/// <summary>The metrics of a run as the server thinned them for drawing.</summary>
/// <param name="series">The series.</param>
public sealed class RunLines(IEnumerable<MetricSeries> series)
{
    /// <summary>Colours that lines can be told apart by.</summary>
    public const int Colors = 6;

    private readonly Dictionary<string, IReadOnlyList<MetricPoint>> _series = series.ToDictionary(one => one.Name, one => one.Points, StringComparer.Ordinal);

    /// <summary>Points of a metric; none where it was never measured.</summary>
    public IReadOnlyList<MetricPoint> this[string name] => _series.GetValueOrDefault(name) ?? [];

    /// <summary>Colour of the line at a place among others.</summary>
    public static int Color(int place) => 1 + place % Colors;

    /// <summary>Name of a run, told from earlier ones of the same name.</summary>
    /// <param name="runs">The runs drawn together.</param>
    /// <param name="place">Which of them.</param>
    public static string Named(IReadOnlyList<RunSummary> runs, int place) =>
        runs.Take(place).Count(earlier => earlier.Name == runs[place].Name) is > 0 and var earlier ? $"{runs[place].Name} ({earlier + 1})" : runs[place].Name;
}
