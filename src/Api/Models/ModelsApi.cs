using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Datasets;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Models;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Models;

/// <summary>The registry of trained models: finding them, their versions, and what they say about themselves.</summary>
internal static class ModelsApi
{
    public static void MapModels(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Models").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/models", FindAsync).WithSummary("All models that the caller can find in the installation, newest first");
        group.MapGet("/teams/{team}/models", ListAsync).WithSummary("Models of a team, newest first");
        group.MapGet("/models/{team}/{model}", GetAsync).WithSummary("A model and its versions");
        group.MapPatch("/models/{team}/{model}", ChangeAsync).WithSummary("Change a model's name, description, licence or tags");
        group.MapDelete("/models/{team}/{model}", DeleteAsync)
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Delete a model and its versions, when nothing was started from them");
        group.MapGet("/models/{team}/{model}/versions/{version}", GetVersionAsync).WithSummary("A version, by number, alias or 'latest'");
        group.MapGet("/models/{team}/{model}/versions/{version}/checkpoint", DownloadAsync).RequireRateLimiting(RateLimits.Transfers)
            .Produces(StatusCodes.Status200OK, contentType: BlobDownload.ContentType)
            .WithSummary("The model file as safetensors");
    }

    private static Task<Page<ModelSummary>> FindAsync(
        Caller caller, WarpGradDbContext database, [AsParameters] ModelFilter filter, string? team, string? cursor, int? limit, CancellationToken cancellation)
    {
        var models = database.Models.Where(ModelAccess.FoundBy(caller));
        if (Searching.Exact(team, "team") is { } owner)
            models = models.Where(m => m.Team!.Slug == owner);
        return PageAsync(models, caller, filter, cursor, limit, cancellation);
    }

    private static Task<Page<ModelSummary>> ListAsync(
        string team, Caller caller, WarpGradDbContext database, [AsParameters] ModelFilter filter, string? cursor, int? limit, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.ModelRead, team).Id;
        return PageAsync(database.Models.Where(m => m.TeamId == teamId), caller, filter, cursor, limit, cancellation);
    }

    private static Task<Page<ModelSummary>> PageAsync(
        IQueryable<Model> models, Caller caller, ModelFilter filter, string? cursor, int? limit, CancellationToken cancellation)
    {
        var before = Paging.Id(cursor);
        return filter.Apply(models, caller)
            .Where(m => before == null || m.Id < before)
            .OrderByDescending(m => m.Id)
            .Rows(caller)
            .ToPageAsync(Paging.Size(limit), row => ModelAnswers.Summarize(caller, row), row => row.Model.Id.ToString(), cancellation);
    }

    private static async Task<ModelDetail> GetAsync(
        string team, string model, Caller caller, ModelAccess access, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelFind, team, model, cancellation);
        return await ModelAnswers.DetailAsync(database, caller, found.Id, cancellation);
    }

    private static async Task<ModelDetail> ChangeAsync(
        string team, string model, ChangeModelRequest request, Caller caller, ModelAccess access, AuditLog audit, WarpGradDbContext database,
        CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelEdit, team, model, cancellation);
        var changed = ModelTexts.Apply(request, found);
        audit.Note(caller, found.TeamId, AuditActions.ModelChange, $"{team}/{model}", found.Name, $"Changed: {string.Join(", ", changed)}.");
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(found.TeamId, TeamChangeKinds.Model, found.Id, cancellation);
        return await ModelAnswers.DetailAsync(database, caller, found.Id, cancellation);
    }

    private static async Task<NoContent> DeleteAsync(
        string team, string model, Caller caller, ModelAccess access, AuditLog audit, WarpGradDbContext database, BlobStore blobs, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelDelete, team, model, cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        if (await database.Runs.AnyAsync(r => r.ParentVersion!.ModelId == found.Id, cancellation))
            throw ApiProblem.Conflict("Runs were started from this model, so it must stay to explain them.");
        var files = await database.ModelVersions.Where(v => v.ModelId == found.Id).Select(v => v.BlobId).ToListAsync(cancellation);
        await database.Adaptations.Where(a => a.ModelVersion!.ModelId == found.Id).ExecuteDeleteAsync(cancellation);
        await database.ModelImports.Where(i => i.Version!.ModelId == found.Id).ExecuteDeleteAsync(cancellation);
        await database.ModelAliases.Where(a => a.ModelId == found.Id).ExecuteDeleteAsync(cancellation);
        database.Models.Remove(found);
        audit.Note(caller, found.TeamId, AuditActions.ModelDelete, $"{team}/{model}", found.Name, $"{files.Count} versions.");
        await database.SaveChangesAsync(cancellation);
        foreach (var file in files)
            await blobs.DeleteAsync(file, cancellation);
        await database.NotifyTeamAsync(found.TeamId, TeamChangeKinds.Model, found.Id, cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<ModelVersionDetail> GetVersionAsync(
        string team, string model, string version, Caller caller, ModelAccess access, DatasetAccess datasets, WarpGradDbContext database,
        CancellationToken cancellation)
    {
        var found = await access.DemandVersionAsync(caller, Operation.ModelRead, team, model, version, cancellation);
        var name = found.Run?.DatasetVersion is { } data ? await datasets.NameAsync(caller, data.DatasetId, cancellation) : null;
        var parent = await ParentAsync(found, caller, database, cancellation);
        return new ModelVersionDetail(
            ModelAnswers.Summarize(found, caller.TeamIds.Contains(found.Model!.TeamId)), ModelAnswers.Spec(found),
            name, found.DatasetHash.Length > 0 ? found.DatasetHash : null, ModelAnswers.Input(found), parent);
    }

    private static async Task<ModelReference?> ParentAsync(ModelVersion version, Caller caller, WarpGradDbContext database, CancellationToken cancellation) =>
        version.Run?.ParentVersionId is not { } parent ? null : await database.Models
            .Where(ModelAccess.FoundBy(caller))
            .SelectMany(m => m.Versions.Where(v => v.Id == parent).Select(v => new ModelReference(m.Team!.Slug, m.Slug, m.Name, v.Number)))
            .SingleOrDefaultAsync(cancellation);

    private static async Task<IResult> DownloadAsync(
        string team, string model, string version, Caller caller, ModelAccess access, WarpGradDbContext database, BlobStore blobs, HttpContext context,
        CancellationToken cancellation)
    {
        var found = await access.DemandVersionAsync(caller, Operation.ModelRead, team, model, version, cancellation);
        return await BlobDownload.SendAsync(found.BlobId, $"{model}-v{found.Number}.safetensors", database, blobs, context, cancellation);
    }
}
