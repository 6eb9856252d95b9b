using System.Net.Sockets;
using Npgsql;

namespace WarpGrad.Data;

/// <summary>Tells failures of the database from others, and those that pass by themselves from failures of what was asked of it.</summary>
public static class DatabaseFailures
{
    /// <summary>Whether the database is away for the moment: it stops, starts, does not answer, or has no connection left.</summary>
    /// <param name="exception">What was thrown; the database's own exception may be wrapped in others.</param>
    public static bool IsAway(Exception exception) => Causes(exception).Any(cause => cause switch
    {
        PostgresException { SqlState: var state } => state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal)
            || state is PostgresErrorCodes.TooManyConnections,
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException or ObjectDisposedException } => true,
        NpgsqlException { IsTransient: true } => true,
        _ => false,
    });

    /// <summary>Whether it is a failure of the database at all, one that lasts included.</summary>
    /// <param name="exception">What was thrown; the database's own exception may be wrapped in others.</param>
    public static bool IsAny(Exception exception) => Causes(exception).Any(cause => cause is NpgsqlException);

    /// <summary>Whether the database has no room to write.</summary>
    /// <param name="exception">What was thrown; the database's own exception may be wrapped in others.</param>
    public static bool IsFull(Exception exception) => Causes(exception).Any(cause => cause is PostgresException { SqlState: PostgresErrorCodes.DiskFull });

    /// <summary>Whether it is a failure of the database that the same question may not meet again.</summary>
    /// <param name="exception">What was thrown; the database's own exception may be wrapped in others.</param>
    public static bool IsPassing(Exception exception) =>
        IsAway(exception) || IsFull(exception) || Causes(exception).Any(cause => cause is NpgsqlException and (not PostgresException or { IsTransient: true }));

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
