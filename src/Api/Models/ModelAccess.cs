using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Data;
using WarpGrad.Data.Models;

namespace WarpGrad.Api.Models;

/// <summary>Finds models and versions for callers who may do something with them.</summary>
internal sealed class ModelAccess(WarpGradDbContext database)
{
    /// <summary>Name of the newest version, which nobody can move.</summary>
    public const string Latest = "latest";

    /// <summary>Models that a caller can find: of the caller's teams, shared with them, or met by everybody.</summary>
    public static Expression<Func<Model, bool>> FoundBy(Caller caller)
    {
        var teams = caller.TeamIds;
        return m => teams.Contains(m.TeamId) || m.Visibility != Visibility.Private || m.Shares.Any(s => teams.Contains(s.TeamId));
    }

    /// <summary>A model, tracked, when the operation is allowed on it.</summary>
    /// <exception cref="ApiProblem">404 when the caller may not know of it, 403 when only the operation is not allowed.</exception>
    public async Task<Model> DemandAsync(Caller caller, Operation operation, string team, string model, CancellationToken cancellation)
    {
        var found = await database.Models.Include(m => m.Team).Include(m => m.Shares)
            .SingleOrDefaultAsync(m => m.Team!.Slug == team && m.Slug == model, cancellation);
        caller.Demand(operation, found is null ? default : StandingOf(caller, found), "model");
        return found!;
    }

    /// <summary>A version with its model, file and run, when the operation is allowed on its model.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="operation">What for.</param>
    /// <param name="team">Slug of the owning team.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="version">A number, an alias, <c>latest</c>, or null for the latest.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<ModelVersion> DemandVersionAsync(
        Caller caller, Operation operation, string team, string model, string? version, CancellationToken cancellation)
    {
        var found = await DemandAsync(caller, operation, team, model, cancellation);
        var versions = database.ModelVersions.AsNoTracking()
            .Include(v => v.Model).ThenInclude(m => m!.Team).Include(v => v.Blob).Include(v => v.Run).ThenInclude(r => r!.DatasetVersion).ThenInclude(v => v!.Dataset)
            .Where(v => v.ModelId == found.Id);
        versions = version is null or Latest ? versions.OrderByDescending(v => v.Number)
            : int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? versions.Where(v => v.Number == number)
            : versions.Where(v => database.ModelAliases.Any(a => a.VersionId == v.Id && a.Name == version));
        return await versions.FirstOrDefaultAsync(cancellation) ?? throw ApiProblem.NotFound("model version");
    }

    /// <summary>How a caller stands to a model whose shares are loaded.</summary>
    public static Standing StandingOf(Caller caller, Model model) =>
        caller.StandingTo(model.TeamId, model.Visibility, model.Shares.Select(s => (s.TeamId, s.Grant)));

    /// <summary>What a standing lets its caller do.</summary>
    public static ModelAccessLevel Level(Standing standing) => standing switch
    {
        { Role: not null } or { Reach: Reach.Adapt } => ModelAccessLevel.Adapt,
        { Reach: Reach.Read } => ModelAccessLevel.Read,
        _ => ModelAccessLevel.Find,
    };
}
