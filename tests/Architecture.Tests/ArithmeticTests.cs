using System.Text.RegularExpressions;
using WarpGrad.TestSupport;

namespace WarpGrad.Architecture.Tests;

/// <summary>The binding frees the numbers behind these calls while native code still reads them: under load a run then fails.</summary>
public sealed partial class ArithmeticTests
{
    [Fact]
    public void The_engine_calls_no_operation_that_hides_a_number()
    {
        var engine = Path.Combine(Repository.Root, "src", "Engine");
        var found = Directory.EnumerateFiles(engine, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => Path.GetFileName(file) != "Arithmetic.cs")
            .SelectMany(file => File.ReadLines(file).Where(line => Hidden().IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));
        Assert.Empty(found);
    }

    [GeneratedRegex(@"\.(square|pow|clamp|clamp_min|clamp_max|fill_|masked_fill|lerp|item<|full)\(")]
    private static partial Regex Hidden();
}
