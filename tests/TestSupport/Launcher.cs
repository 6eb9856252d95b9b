using System.Diagnostics;
using Npgsql;

namespace WarpGrad.TestSupport;

/// <summary>What a command of the launcher left behind.</summary>
/// <param name="ExitCode">0 when it did what was asked.</param>
/// <param name="Output">Its results.</param>
/// <param name="Narration">What it said meanwhile.</param>
public sealed record LauncherResult(int ExitCode, string Output, string Narration);

/// <summary>The launcher of the checkout that the tests run in, with a home of its own.</summary>
public sealed class Launcher : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("warpgrad-launcher-");

    /// <summary>A path in a folder that goes away at the end.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs a command on a database and waits for its end.</summary>
    public async Task<LauncherResult> RunAsync(TestDatabase database, params string[] arguments)
    {
        // Some commands want the database for themselves.
        NpgsqlConnection.ClearAllPools();
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "warpgrad"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WARPGRAD_HOME"] = PathOf("home");
        foreach (var (name, value) in database.Environment())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new LauncherResult(process.ExitCode, texts[0], texts[1]);
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Delete(recursive: true);
}
