using System.Globalization;

namespace WarpGrad.ServiceBenchmarks;

/// <summary>What was asked for.</summary>
/// <param name="Quick">Fewer requests.</param>
/// <param name="Only">Part of the names of the workloads to run.</param>
/// <param name="Callers">Numbers of concurrent callers.</param>
internal sealed record BenchmarkOptions(bool Quick, string Only, IReadOnlyList<int> Callers)
{
    /// <summary>Reads the command line; null when it is none.</summary>
    public static BenchmarkOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new BenchmarkOptions(false, "", [1, 8, 64]);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick": options = options with { Quick = true }; break;
                case "--only" when i + 1 < args.Length: options = options with { Only = args[++i] }; break;
                case "--callers" when i + 1 < args.Length:
                    options = options with { Callers = [.. args[++i].Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))] };
                    break;
                default: return null;
            }
        }

        return options;
    }

    /// <summary>Requests of one measurement: enough for a 99th percentile.</summary>
    public int Requests(int callers) => Math.Max(Quick ? 100 : 400, callers * (Quick ? 4 : 10));
}
