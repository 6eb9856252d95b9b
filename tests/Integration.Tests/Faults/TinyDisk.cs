using System.Diagnostics;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Faults;

/// <summary>
/// Puts a table on a disk that is soon full. Where the test may mount one it is a real disk of a few MiB;
/// elsewhere a trigger answers as PostgreSQL does when its disk is full.
/// </summary>
internal sealed class TinyDisk : IAsyncDisposable
{
    private const string Space = "tiny";
    private readonly TestDatabase _database;
    private readonly string _table;
    private readonly string? _mount;

    private TinyDisk(TestDatabase database, string table, string? mount) => (_database, _table, _mount) = (database, table, mount);

    /// <summary>Moves a table to a full disk.</summary>
    /// <param name="cluster">The server.</param>
    /// <param name="database">The database.</param>
    /// <param name="table">The table.</param>
    /// <param name="mebibytes">Room on the disk.</param>
    public static async Task<TinyDisk> MakeAsync(OwnCluster cluster, TestDatabase database, string table, int mebibytes)
    {
        var mount = Directory.CreateDirectory(Path.Combine(cluster.Folder, "disk")).FullName;
        if (!await TryAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", mount))
        {
            await database.ExecuteAsync(
                $"""
                CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
                CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room();
                """);
            return new TinyDisk(database, table, null);
        }

        // The server runs as a user of its own.
        var owned = await TryAsync("chown", $"--reference={Path.Combine(cluster.Folder, "postgres", "data")}", mount);
        Assert.True(owned, "The disk could not be given to the server's user.");
        await database.ExecuteAsync($"CREATE TABLESPACE {Space} LOCATION '{mount}'");
        await database.ExecuteAsync($"ALTER TABLE {table} SET TABLESPACE {Space}");
        return new TinyDisk(database, table, mount);
    }

    /// <summary>Makes room.</summary>
    public async Task MakeRoomAsync()
    {
        if (_mount is null)
            await _database.ExecuteAsync($"DROP TRIGGER no_room ON {_table}; DROP FUNCTION no_room()");
        else
            Assert.True(await TryAsync("mount", "-o", "remount,size=500m", _mount));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_mount is null)
            return;
        await _database.ExecuteAsync($"ALTER TABLE {_table} SET TABLESPACE pg_default");
        await _database.ExecuteAsync("CHECKPOINT");
        await _database.ExecuteAsync($"DROP TABLESPACE {Space}");
        // Connections in the server keep files of the table open though they are deleted.
        Assert.True(await TryAsync("umount", "--lazy", _mount));
    }

    private static async Task<bool> TryAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
