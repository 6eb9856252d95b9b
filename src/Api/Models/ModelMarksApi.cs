using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;
using WarpGrad.Data.Models;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Models;

/// <summary>Names of versions, and people's marks on models.</summary>
internal static class ModelMarksApi
{
    public static void MapModelMarks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/models/{team}/{model}").WithTags("Models").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/aliases/{alias}", SetAliasAsync).WithSummary("Point a name, such as 'production', at a version");
        group.MapDelete("/aliases/{alias}", RemoveAliasAsync).WithSummary("Remove a name; its version stays");
        group.MapPut("/star", StarAsync).WithSummary("Mark a model");
        group.MapDelete("/star", UnstarAsync).WithSummary("Take the mark off a model");
    }

    private static async Task<ModelAliasSummary> SetAliasAsync(
        string team, string model, string alias, AliasRequest request, Caller caller, ModelAccess access, AuditLog audit, WarpGradDbContext database,
        TimeProvider time, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelEdit, team, model, cancellation);
        CheckName(alias);
        var version = await database.ModelVersions.SingleOrDefaultAsync(v => v.ModelId == found.Id && v.Number == request.Version, cancellation)
            ?? throw ApiProblem.Invalid("version", $"The model has no version {request.Version}.");
        var known = await database.ModelAliases.Include(a => a.Version).SingleOrDefaultAsync(a => a.ModelId == found.Id && a.Name == alias, cancellation);
        audit.Note(caller, found.TeamId, AuditActions.ModelAlias, $"{team}/{model}", found.Name,
            $"'{alias}' → version {version.Number}{(known is null ? "" : $", before version {known.Version!.Number}")}.");
        known ??= database.ModelAliases.Add(new ModelAlias { ModelId = found.Id, Name = alias, By = caller.Name }).Entity;
        (known.VersionId, known.Since, known.By) = (version.Id, time.GetUtcNow(), caller.Name);
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(found.TeamId, TeamChangeKinds.Model, found.Id, cancellation);
        return new ModelAliasSummary(alias, version.Number, known.Since, known.By);
    }

    private static async Task<NoContent> RemoveAliasAsync(
        string team, string model, string alias, Caller caller, ModelAccess access, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelEdit, team, model, cancellation);
        var known = await database.ModelAliases.SingleOrDefaultAsync(a => a.ModelId == found.Id && a.Name == alias, cancellation) ?? throw ApiProblem.NotFound("alias");
        database.ModelAliases.Remove(known);
        audit.Note(caller, found.TeamId, AuditActions.ModelAlias, $"{team}/{model}", found.Name, $"'{alias}' removed.");
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(found.TeamId, TeamChangeKinds.Model, found.Id, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> StarAsync(
        string team, string model, Caller caller, ModelAccess access, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelFind, team, model, cancellation);
        DemandMarker(caller);
        if (!await database.ModelStars.AnyAsync(s => s.ModelId == found.Id && s.UserId == caller.Id, cancellation))
        {
            database.ModelStars.Add(new ModelStar { ModelId = found.Id, UserId = caller.Id });
            audit.Note(caller, found.TeamId, AuditActions.ModelStar, $"{team}/{model}", found.Name);
            await database.SaveChangesAsync(cancellation);
        }

        return TypedResults.NoContent();
    }

    private static async Task<NoContent> UnstarAsync(
        string team, string model, Caller caller, ModelAccess access, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelFind, team, model, cancellation);
        DemandMarker(caller);
        if (await database.ModelStars.SingleOrDefaultAsync(s => s.ModelId == found.Id && s.UserId == caller.Id, cancellation) is { } star)
        {
            database.ModelStars.Remove(star);
            audit.Note(caller, found.TeamId, AuditActions.ModelUnstar, $"{team}/{model}", found.Name);
            await database.SaveChangesAsync(cancellation);
        }

        return TypedResults.NoContent();
    }

    private static void DemandMarker(Caller caller)
    {
        if (caller.Kind == CallerKind.Service)
            throw ApiProblem.Forbidden("Only people mark models.");
        caller.DemandScope(TokenScope.Write);
    }

    private static void CheckName(string alias)
    {
        if (alias == ModelAccess.Latest)
            throw ApiProblem.Invalid("alias", "'latest' is always the newest version.");
        if (alias.Length > Slugs.Longest || Slugs.From(alias, "") != alias || alias.All(char.IsAsciiDigit))
            throw ApiProblem.Invalid("alias", $"An alias has up to {Slugs.Longest} lower-case letters, digits and single hyphens, and is no number.");
    }
}
