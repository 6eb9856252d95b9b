using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts;
using WarpGrad.Data;
using WarpGrad.Data.Models;

namespace WarpGrad.Jobs.Models;

/// <summary>Finds the place of a new model version: in a new model, or next in the team's model of that name.</summary>
internal sealed class ModelShelf(WarpGradDbContext database, TimeProvider time)
{
    private const string Fallback = "model";

    /// <summary>The model and the number of its next version. Other registrations of the team wait for the end of the transaction.</summary>
    /// <param name="teamId">Owning team.</param>
    /// <param name="name">Name of the model, in letters of either case. A model that was renamed is found by the name that people see now.</param>
    /// <param name="cancellation">Stops the search.</param>
    public async Task<(Model Model, int Number)> PlaceAsync(Guid teamId, string name, CancellationToken cancellation)
    {
        // Two registrations of one team must not take the same version number, nor the same slug.
        await database.Database.ExecuteSqlAsync($"SELECT 1 FROM teams WHERE \"Id\" = {teamId} FOR NO KEY UPDATE", cancellation);
        var model = await FindAsync(teamId, name, cancellation);
        var last = await database.ModelVersions.Where(v => v.ModelId == model.Id).MaxAsync(v => (int?)v.Number, cancellation) ?? 0;
        return (model, last + 1);
    }

    private async Task<Model> FindAsync(Guid teamId, string name, CancellationToken cancellation)
    {
        var shelf = await database.Models.Where(m => m.TeamId == teamId).OrderBy(m => m.Id).Select(m => new { m.Id, m.Slug, m.Name }).ToListAsync(cancellation);
        // Compared here, because the database folds the case of other letters than ASCII's as its locale has it.
        var namesakes = shelf.Where(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        // Of those that were renamed to it and the one that was made with it, the latter: its slug tells.
        var slug = Slugs.From(name, Fallback);
        return namesakes.OrderByDescending(m => m.Slug == slug).FirstOrDefault() is { } known
            ? await database.Models.SingleAsync(m => m.Id == known.Id, cancellation)
            : database.Models.Add(
                new Model { TeamId = teamId, Slug = Slugs.FreeFrom(name, Fallback, [.. shelf.Select(m => m.Slug)]), Name = name, CreatedAt = time.GetUtcNow() }).Entity;
    }
}
