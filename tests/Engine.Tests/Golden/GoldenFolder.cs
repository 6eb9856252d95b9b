using System.Collections.Concurrent;
using WarpGrad.Engine.Compute;
using WarpGrad.GoldenCheck;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Golden;

/// <summary>The golden numbers beside the checkout, each file run once in each precision.</summary>
internal static class GoldenFolder
{
    private static readonly ConcurrentDictionary<(string, ScalarType), Lazy<IReadOnlyList<SectionResult>>> Results = new();

    public static string? Path { get; } = Find();

    public static IEnumerable<string> Files => Path is null
        ? []
        : Directory.EnumerateFiles(Path, "*.json").Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal);

    public static IReadOnlyList<SectionResult> Check(string file, ScalarType type) => Results.GetOrAdd((file, type), _ => new(() =>
    {
        TorchRuntime.ApplyToThread();
        return CaseCheck.Run(System.IO.Path.Combine(Path!, file), type);
    })).Value;

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            // A linked working tree may lie one folder deeper than the checkout itself.
            foreach (var folder in new[] { "shared/golden", "../shared/golden" }.Select(relative => System.IO.Path.Combine(at.FullName, relative)))
            {
                if (Directory.Exists(folder))
                    return folder;
            }
        }

        return null;
    }
}
