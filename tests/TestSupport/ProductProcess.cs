using System.Diagnostics;
using System.Text;

namespace WarpGrad.TestSupport;

/// <summary>A process of the published product.</summary>
public sealed class ProductProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private bool _disposed;

    /// <summary>Starts a program.</summary>
    /// <param name="folder">Folder below <see cref="TestEnvironment.App"/>.</param>
    /// <param name="program">File name of the program.</param>
    /// <param name="environment">Environment variables to add.</param>
    /// <param name="arguments">Its arguments.</param>
    public ProductProcess(string folder, string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
        : this(folder, program, null, environment, arguments)
    {
    }

    /// <summary>Starts a program with little memory.</summary>
    /// <param name="folder">Folder below <see cref="TestEnvironment.App"/>.</param>
    /// <param name="program">File name of the program.</param>
    /// <param name="addressSpace">Addresses it may use, in KiB; null for all.</param>
    /// <param name="environment">Environment variables to add.</param>
    /// <param name="arguments">Its arguments.</param>
    public ProductProcess(string folder, string program, long? addressSpace, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var home = Path.Combine(TestEnvironment.App, folder);
        string[] command = ["dotnet", Path.Combine(home, program), .. arguments];
        if (addressSpace is { } most)
            command = ["bash", "-c", $"ulimit -v {most}; exec \"$@\"", "bash", .. command];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">Such as <c>TERM</c>.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Kills it as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
