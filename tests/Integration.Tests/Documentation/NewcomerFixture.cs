using System.Diagnostics;
using System.Globalization;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Documentation;

/// <summary>A person in a checkout who follows the quickstart from its first line to its last.</summary>
public sealed class NewcomerFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("warpgrad-newcomer-");
    private readonly string _checkout = Repository.Root;
    private readonly int _port = Product.FreePort();
    private TestDatabase _database = null!;
    private IReadOnlyList<string> _steps = [];

    /// <summary>What the blocks of the quickstart printed, by their place.</summary>
    public IReadOnlyList<string> Printed { get; private set; } = [];

    /// <summary>Blocks of another page.</summary>
    public IReadOnlyList<string> Blocks(string page, string language) => DocumentedCommands.Read(_checkout, page, language, _port);

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync();
        foreach (var name in new[] { "warpgrad", "docs" })
            File.CreateSymbolicLink(Path.Combine(_folder.FullName, name), Path.Combine(_checkout, name));
        _steps = Blocks("quickstart.md", "sh");
        var printed = new List<string>();
        foreach (var block in _steps.SkipLast(1))
            printed.Add(await ShellAsync(block));
        Printed = printed;
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        await ShellAsync(_steps[^1]);
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Runs a block in the shell, which keeps the variables of the blocks before.</summary>
    public Task<string> ShellAsync(string block) => RunAsync("bash", "-euo", "pipefail", "-c", $"""
        if [[ -f variables ]]; then source variables; fi
        {block}
        declare -p | grep -E '^declare -(x|-) (WARPGRAD_TOKEN|WARPGRAD_ADMIN_[A-Z]+|DATASET|RUN)=' > variables || true
        """);

    /// <summary>Runs a block as a program of another language, with the shell's variables.</summary>
    public async Task<string> ProgramAsync(string interpreter, string file, string block)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), block);
        return await ShellAsync($"{interpreter} {file}");
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WARPGRAD_HOME"] = Path.Combine(_folder.FullName, "home");
        start.Environment["WARPGRAD_PORT"] = _port.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in _database.Environment())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var texts = (Output: process.StandardOutput.ReadToEndAsync(limit.Token), Errors: process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        var (output, errors) = (await texts.Output, await texts.Errors);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"exit code {process.ExitCode} of\n{arguments[^1]}\n{output}\n{errors}");
    }
}
