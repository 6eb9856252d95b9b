using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts;
using WarpGrad.Data;

namespace WarpGrad.Api.Teams;

/// <summary>Addresses of teams.</summary>
internal static class TeamSlugs
{
    private const string Fallback = "team";

    /// <summary>A slug that no team has yet.</summary>
    public static async Task<string> FindFreeAsync(WarpGradDbContext database, string name, CancellationToken cancellation)
    {
        var wanted = Slugs.From(name, Fallback);
        var taken = await database.Teams.Where(t => t.Slug.StartsWith(wanted)).Select(t => t.Slug).ToListAsync(cancellation);
        return Slugs.FreeFrom(name, Fallback, taken);
    }
}
