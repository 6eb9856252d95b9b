using System.Diagnostics;

namespace WarpGrad.Packages.Tests;

/// <summary>The command line of the SDK.</summary>
internal static class Dotnet
{
    /// <summary>Runs a command to its end and gives what it printed; fails the test when the command does.</summary>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var (code, text) = await TryAsync(folder, arguments);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)} ended with {code}:\n{text}");
        return text;
    }

    /// <summary>Runs a command to its end and gives its exit code and what it printed.</summary>
    public static async Task<(int Code, string Text)> TryAsync(string folder, params string[] arguments)
    {
        // Settings that the test's own build passed on must not reach into another build.
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
