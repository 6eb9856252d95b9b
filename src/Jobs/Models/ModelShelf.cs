using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts;
using WarpGrad.Data;
using WarpGrad.Data.Models;

namespace WarpGrad.Jobs.Models;

/// <summary>Finds the place of a new model version: in a new model, or next in the team's model of that name.</summary>
internal sealed class ModelShelf(WarpGradDbContext database, TimeProvider time)
{
    /// <summary>The model and the number of its next version. Other registrations of the team wait for the end of the transaction.</summary>
    /// <param name="teamId">Owning team.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="cancellation">Stops the search.</param>
    public async Task<(Model Model, int Number)> PlaceAsync(Guid teamId, string name, CancellationToken cancellation)
    {
        // Two registrations of one team must not take the same version number.
        await database.Database.ExecuteSqlAsync($"SELECT 1 FROM teams WHERE \"Id\" = {teamId} FOR NO KEY UPDATE", cancellation);
        var slug = Slugs.From(name, "model");
        var model = await database.Models.SingleOrDefaultAsync(m => m.TeamId == teamId && m.Slug == slug, cancellation)
            ?? database.Models.Add(new Model { TeamId = teamId, Slug = slug, Name = name, CreatedAt = time.GetUtcNow() }).Entity;
        var last = await database.ModelVersions.Where(v => v.ModelId == model.Id).MaxAsync(v => (int?)v.Number, cancellation) ?? 0;
        return (model, last + 1);
    }
}
