using System.Diagnostics;
using Npgsql;

namespace WarpGrad.TestSupport;

/// <summary>A PostgreSQL server that a test may crash. Unlike the shared one it keeps what it has promised to keep.</summary>
public sealed class OwnCluster : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("warpgrad-cluster-");

    private OwnCluster()
    {
        // The user that the server runs as must pass through.
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>Connection string of its maintenance database.</summary>
    public string Url { get; private set; } = "";

    /// <summary>A folder that the server's user may pass through.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Makes a server and starts it.</summary>
    public static async Task<OwnCluster> StartAsync()
    {
        var cluster = new OwnCluster();
        await cluster.GoOnAsync();
        cluster.Url = (await cluster.ScriptAsync("url", "postgres")).Trim();
        return cluster;
    }

    /// <summary>Ends it as a crash would: no connection is said goodbye to, and nothing is written down.</summary>
    public async Task CrashAsync()
    {
        var pid = int.Parse((await ScriptAsync("pid")).Trim(), System.Globalization.CultureInfo.InvariantCulture);
        using var server = Process.GetProcessById(pid);
        using var kill = Process.Start("kill", ["-QUIT", pid.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await server.WaitForExitAsync();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Starts it, also again after a crash.</summary>
    public Task GoOnAsync() => ScriptAsync("start");

    /// <inheritdoc />
    public void Dispose()
    {
        ScriptAsync("stop").GetAwaiter().GetResult();
        _folder.Delete(recursive: true);
    }

    private async Task<string> ScriptAsync(string verb, params string[] more)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "scripts", "postgres.sh"), [verb, Path.Combine(_folder.FullName, "postgres"), .. more])
        {
            // A server that was started would keep it open.
            RedirectStandardOutput = verb != "start",
        };
        using var script = Process.Start(start)!;
        var output = verb == "start" ? "" : await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? output : throw new InvalidOperationException($"postgres.sh {verb} failed.");
    }
}
