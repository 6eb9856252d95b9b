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
        catch (Exception exception) when (Explain(exception) is var (message, code))
        {
            await Console.Error.WriteLineAsync(message);
            return code;
        }
    }

    /// <summary>The message and the exit code; null for what must not happen.</summary>
    /// <param name="exception">What went wrong.</param>
    public static (string Message, int ExitCode)? Explain(Exception exception) => exception switch
    {
        CliException expected => (expected.Message, expected.ExitCode),
        WarpGradException refusal => ($"The installation refused: {refusal.Message}", ExitCodes.Failed),
        // An HTTP client tells its own time limit as a cancellation.
        HttpRequestException or OperationCanceledException { InnerException: TimeoutException } =>
            ($"The installation does not answer: {exception.Message}", ExitCodes.Failed),
        IOException or UnauthorizedAccessException => (exception.Message, ExitCodes.Failed),
        OperationCanceledException => ("Stopped.", ExitCodes.Interrupted),
        _ => null,
    };
}
