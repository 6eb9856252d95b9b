namespace WarpGrad.ServiceBenchmarks.Start;

/// <summary>One start of a process.</summary>
/// <param name="Seconds">Until it was ready.</param>
/// <param name="ProcessorSeconds">Processor time until then, over all cores.</param>
internal sealed record StartRow(double Seconds, double ProcessorSeconds)
{
    /// <summary>The middle of each figure.</summary>
    public static StartRow Median(IReadOnlyList<StartRow> rows) => new(Middle(rows, row => row.Seconds), Middle(rows, row => row.ProcessorSeconds));

    private static double Middle(IReadOnlyList<StartRow> rows, Func<StartRow, double> figure) => Math.Round(rows.Select(figure).Order().ElementAt(rows.Count / 2), 2);
}
