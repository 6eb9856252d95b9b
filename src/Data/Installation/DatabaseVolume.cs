using Microsoft.EntityFrameworkCore;

namespace WarpGrad.Data.Installation;

/// <summary>Room on the disk that holds the database.</summary>
/// <param name="Total">Bytes there are.</param>
/// <param name="Free">Bytes that are free.</param>
public sealed record DatabaseVolume(long Total, long Free)
{
    /// <summary>
    /// Looks at the disk. PostgreSQL does not tell, so it is known only where the operator names a path on it, or where the server runs
    /// on this machine and says where its files are.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="path">A path on the disk; null to ask the server.</param>
    /// <param name="cancellation">Stops the look.</param>
    /// <returns>Null where it is not known.</returns>
    public static async Task<DatabaseVolume?> ReadAsync(WarpGradDbContext database, string? path, CancellationToken cancellation)
    {
        // Only some users may see that setting; for others the row is not there.
        path ??= (await database.Database.SqlQuery<string>(
            $"""
            SELECT setting AS "Value" FROM pg_settings
            WHERE name = 'data_directory' AND (inet_server_addr() IS NULL OR inet_server_addr() <<= inet '127.0.0.0/8' OR inet_server_addr() = inet '::1')
            """).ToListAsync(cancellation)).SingleOrDefault();
        try
        {
            return path is null ? null : new DriveInfo(path) is { IsReady: true } drive ? new DatabaseVolume(drive.TotalSize, drive.AvailableFreeSpace) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
