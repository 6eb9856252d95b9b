using WarpGrad.Client;

namespace WarpGrad.Cli;

/// <summary>Turns what can go wrong into one clear message and an exit code.</summary>
internal static class Failures
{
    /// <summary>Runs a command.</summary>
    /// <param name="command">The command; it gives the exit code.</param>
    public static async Task<int> GuardAsync(Func<CancellationToken, Task<int>> command)
    {
        try
        {
            return await command(CancellationToken.None);
        }
        catch (CliException expected)
        {
            return Say(expected.Message, expected.ExitCode);
        }
        catch (WarpGradException refusal)
        {
            return Say($"The installation refused: {refusal.Message}", ExitCodes.Failed);
        }
        catch (HttpRequestException broken)
        {
            return Say($"The installation does not answer: {broken.Message}", ExitCodes.Failed);
        }
        catch (IOException file)
        {
            return Say(file.Message, ExitCodes.Failed);
        }
        catch (UnauthorizedAccessException file)
        {
            return Say(file.Message, ExitCodes.Failed);
        }
        catch (OperationCanceledException)
        {
            return Say("Stopped.", ExitCodes.Interrupted);
        }
    }

    private static int Say(string message, int code)
    {
        Console.Error.WriteLine(message);
        return code;
    }
}
