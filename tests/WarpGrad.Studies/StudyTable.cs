using System.Globalization;
using WarpGrad.Cli.Results;

namespace WarpGrad.Studies;

/// <summary>Results as a table in Markdown: a row for each method, mean and standard deviation over its seeds.</summary>
internal static class StudyTable
{
    /// <summary>The lines of the table, the best method first.</summary>
    /// <param name="results">All results.</param>
    public static IEnumerable<string> Of(IReadOnlyList<StudyResult> results)
    {
        yield return $"| method | seeds | meta-steps | {string.Join(" | ", Alphabets.Test)} | mean | before adaptation |";
        yield return $"|---|---|---|{string.Concat(Alphabets.Test.Select(_ => "---|"))}---|---|";
        foreach (var method in results.GroupBy(result => result.Method).OrderByDescending(method => method.Average(After)))
        {
            var seeds = method.OrderBy(result => result.Seed).ToList();
            string[] cells =
            [
                method.Key, string.Join(", ", seeds.Select(result => result.Seed)), Mean(seeds, result => result.MetaSteps, 1, "N0"),
                .. Alphabets.Test.Select(test => Mean(seeds, result => result.Alphabets[test].Score)), Mean(seeds, After),
                Mean(seeds, result => result.Alphabets.Values.Average(alphabet => alphabet.ScoreByStep[0])),
            ];
            yield return $"| {string.Join(" | ", cells)} |";
        }
    }

    private static double After(StudyResult result) => result.Alphabets.Values.Average(alphabet => alphabet.Score);

    private static string Mean(List<StudyResult> seeds, Func<StudyResult, double> figure, double scale = 100, string format = "F1")
    {
        var spread = Spread.Of([.. seeds.Select(result => scale * figure(result))]);
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return spread.Deviation is { } deviation ? $"{Text(spread.Mean)} ± {Text(deviation)}" : Text(spread.Mean);
    }
}
