using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts;
using WarpGrad.Data;

namespace WarpGrad.Api.Teams;

/// <summary>Addresses of teams.</summary>
internal static class TeamSlugs
{
    /// <summary>A slug that no team has yet.</summary>
    public static async Task<string> FindFreeAsync(WarpGradDbContext database, string name, CancellationToken cancellation)
    {
        var wanted = Slugs.From(name, "team");
        var taken = await database.Teams.Where(t => t.Slug.StartsWith(wanted)).Select(t => t.Slug).ToListAsync(cancellation);
        return Enumerable.Range(1, taken.Count + 1)
            .Select(n => n == 1 ? wanted : $"{wanted}-{n}")
            .First(slug => !taken.Contains(slug));
    }
}
