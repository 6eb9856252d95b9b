using Microsoft.EntityFrameworkCore;

namespace WarpGrad.Data.Workers;

/// <summary>The workers that take work now.</summary>
public static class ServingWorkers
{
    /// <summary>Those that are active, were heard within their own time-out by the database's clock, and were not asked to leave.</summary>
    /// <param name="database">The database.</param>
    public static IQueryable<Worker> Serving(this WarpGradDbContext database) => database.Workers.FromSql(
        $"""
        SELECT * FROM workers WHERE "State" = 'Active' AND "HeartbeatAt" >= now() - "LeaseTimeout" AND "DrainRequestedAt" IS NULL
        """).AsNoTracking();
}
