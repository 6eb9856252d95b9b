using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Data;
using WarpGrad.Data.Teams;

namespace WarpGrad.Api.Sharing;

/// <summary>Teams that something is shared with. Whoever may share may name any team, so that addresses of teams are no secret to them.</summary>
internal static class Receivers
{
    /// <summary>The team of that slug, other than the owner.</summary>
    public static async Task<Team> FindAsync(WarpGradDbContext database, string slug, Guid owner, CancellationToken cancellation)
    {
        var team = await database.Teams.SingleOrDefaultAsync(t => t.Slug == slug, cancellation) ?? throw ApiProblem.NotFound("team to share with");
        return team.Id != owner ? team : throw ApiProblem.Conflict("The team owns it already.");
    }
}
