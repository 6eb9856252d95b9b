namespace WarpGrad.Cli;

/// <summary>An expected end: the message is for the person at the terminal.</summary>
/// <param name="message">What is wrong and how to mend it.</param>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
internal sealed class CliException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    /// <summary>Code that the program ends with.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The arguments are wrong.</summary>
    public static CliException Usage(string message) => new(message, ExitCodes.Usage);
}
