using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WarpGrad.Packages.Tests;

/// <summary>The packages as somebody outside this repository meets them.</summary>
public sealed partial class PackageTests(PackedVersion packages) : IClassFixture<PackedVersion>
{
    [Fact]
    public async Task The_example_of_the_engines_readme_has_thirty_lines_and_runs_in_a_project_of_its_own()
    {
        var example = await PackedVersion.ExampleAsync("Engine");
        Assert.InRange(example.Split('\n').Length - 1, 10, 30);

        var printed = await packages.UseAsync("WarpGrad.Engine", example, "run");

        var accuracy = Accuracy().Match(printed);
        Assert.True(accuracy.Success, printed);
        Assert.True(double.Parse(accuracy.Groups[1].Value, CultureInfo.InvariantCulture) > 60, printed);
    }

    [Fact]
    public async Task The_example_of_the_clients_readme_compiles_in_a_project_of_its_own() =>
        Assert.Contains("0 Error(s)", await packages.UseAsync("WarpGrad.Client", await PackedVersion.ExampleAsync("Client"), "build"), StringComparison.Ordinal);

    [Fact]
    public async Task The_command_line_is_a_tool_that_says_what_it_needs()
    {
        var command = Path.Combine(await packages.InstallAsync("WarpGrad.Cli"), "warpgrad-cli");
        var start = new ProcessStartInfo(command, ["runs", "list"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["WARPGRAD_ADDRESS"], start.Environment["WARPGRAD_TOKEN"]) = ("http://nowhere.invalid", "wg_none");
        using var tool = Process.Start(start)!;
        var errors = await tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();

        Assert.Equal(1, tool.ExitCode);
        Assert.Contains("nowhere.invalid", errors, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Test accuracy ([\d.]+) ?% ±")]
    private static partial Regex Accuracy();
}
