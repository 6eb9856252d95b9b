using System.Text.Json;

namespace WarpGrad.Benchmarks.Measuring;

/// <summary>Figures of other implementations, measured on the same machine by another program.</summary>
internal static class Reference
{
    /// <summary>Rows of the benchmark and where the document has their counterpart.</summary>
    private static readonly (string Row, string[] Path)[] Counterparts =
    [
        ("A.inner.b128", ["omniglot_warp_default", "inner_step_seconds", "median"]),
        ("A.inner.b20", ["omniglot_warp_batch20", "inner_step_seconds", "median"]),
        ("A.noStep.b128", ["omniglot_warp_default", "meta_update_seconds_per_collected_step_approx"]),
        ("A.eq12.b128", ["omniglot_warp_default", "meta_update_seconds_per_collected_step"]),
        ("A.noStep.b20", ["omniglot_warp_batch20", "meta_update_seconds_per_collected_step_approx"]),
        ("A.eq12.b20", ["omniglot_warp_batch20", "meta_update_seconds_per_collected_step"]),
        ("B.maml", ["maml", "torch_second_order", "seconds_per_meta_iteration", "median"]),
        ("C.84x84.plain", ["adapt", "conv4_64", "seconds_per_adapt_of_5_steps", "median"]),
        ("C.84x84.warp", ["adapt", "conv4_64_warp", "seconds_per_adapt_of_5_steps", "median"]),
    ];

    /// <summary>Seconds by the row they are to be compared with; what <c>Reference/pytorch_steps.py</c> printed names the rows itself.</summary>
    /// <param name="path">The document.</param>
    public static IReadOnlyDictionary<string, double> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        if (document.RootElement.TryGetProperty("seconds", out var named))
            return named.EnumerateObject().ToDictionary(row => row.Name, row => row.Value.GetDouble());
        foreach (var (row, steps) in Counterparts)
        {
            var element = document.RootElement;
            if (Array.TrueForAll(steps, step => element.TryGetProperty(step, out element)))
                found.Add(row, element.GetDouble());
        }

        return found;
    }
}
