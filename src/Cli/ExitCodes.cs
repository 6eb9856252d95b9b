namespace WarpGrad.Cli;

/// <summary>What the program's end says to scripts.</summary>
internal static class ExitCodes
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>A run did not succeed, or the installation refused or could not be reached.</summary>
    public const int Failed = 1;

    /// <summary>The arguments are wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
