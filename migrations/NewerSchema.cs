using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace WarpGrad.Migrations;

/// <summary>Recognises a database that a later version of WarpGrad has brought further than this one can read.</summary>
public static class NewerSchema
{
    /// <summary>The first applied migration that is unknown here, or null.</summary>
    public static async Task<string?> FirstUnknownAsync(DatabaseFacade database)
    {
        if (!await database.CanConnectAsync())
            return null;
        return (await database.GetAppliedMigrationsAsync()).Except(database.GetMigrations()).FirstOrDefault();
    }
}
