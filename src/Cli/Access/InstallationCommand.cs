using System.CommandLine;

namespace WarpGrad.Cli.Access;

/// <summary>What commands that talk to an installation have in common.</summary>
internal static class InstallationCommand
{
    /// <summary>The option that names a team.</summary>
    public static Option<string?> Team() => new("--team") { Description = "Slug of the team; your first one when absent." };

    /// <summary>Sets what a command does with an installation.</summary>
    /// <param name="command">The command.</param>
    /// <param name="act">Does it and gives the exit code.</param>
    public static Command Acts(this Command command, Func<ParseResult, Installation, CancellationToken, Task<int>> act)
    {
        command.SetAction(async (parsed, stop) =>
        {
            await using var installation = await Installation.ReachAsync(stop);
            return await act(parsed, installation, stop);
        });
        return command;
    }
}
