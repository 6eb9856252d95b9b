using System.Diagnostics;

namespace WarpGrad.Cli.Access;

/// <summary>The <c>warpgrad</c> script, which knows how to start the installation of this machine and to make a token.</summary>
internal static class Launcher
{
    private const string PathKey = "WARPGRAD_LAUNCHER";

    /// <summary>Starts the installation in the background and waits until it answers.</summary>
    public static async Task StartAsync(CancellationToken cancellation)
    {
        // What the launcher tells meanwhile goes to the terminal, but not where results are expected.
        using var process = Start(["up", "--detach"]);
        var telling = process.StandardOutput.BaseStream.CopyToAsync(Console.OpenStandardError(), cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new CliException("The installation does not start; what it says is above.");
        await telling;
    }

    /// <summary>A fresh token of the first administrator.</summary>
    public static async Task<string> TokenAsync(CancellationToken cancellation)
    {
        using var process = Start(["token"]);
        var token = (await process.StandardOutput.ReadToEndAsync(cancellation)).Trim();
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 && token.Length > 0 ? token : throw new CliException("There is no token to be had; the reason is above.");
    }

    private static Process Start(string[] arguments)
    {
        var launcher = Environment.GetEnvironmentVariable(PathKey)
            ?? throw new CliException("Run this as './warpgrad cli', or set WARPGRAD_ADDRESS and WARPGRAD_TOKEN.");
        return Process.Start(new ProcessStartInfo(launcher, arguments) { RedirectStandardOutput = true })
            ?? throw new CliException($"{launcher} does not start.");
    }
}
