using Spectre.Console;

namespace WarpGrad.Cli;

/// <summary>Where words go: results to stdout, everything else to stderr.</summary>
internal static class Terminal
{
    private const int NarrowestTable = 120;

    /// <summary>What happens meanwhile.</summary>
    public static IAnsiConsole Progress { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>What was asked for.</summary>
    public static IAnsiConsole Results { get; } = Wide(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) }));

    // A file has no width: tables there need not be squeezed into that of an old terminal.
    private static IAnsiConsole Wide(IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = Math.Max(console.Profile.Width, NarrowestTable);
        return console;
    }
}
