using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Progress;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Datasets;

/// <summary>Uploading datasets and looking at them.</summary>
internal static class DatasetsApi
{
    public static void MapDatasets(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Datasets").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/teams/{team}/datasets", UploadAsync).RequireRateLimiting(RateLimits.Transfers)
            .Accepts<IFormFile>("multipart/form-data")
            .WithSummary("Upload a zip of class folders")
            .WithDescription("Text fields name, description, size (8 to 84) and color (grey, rgb) come before the part 'file'. The import runs as a job.");
        group.MapGet("/teams/{team}/datasets", ListAsync).WithSummary("Datasets of a team, newest first");
        group.MapGet("/datasets/{id:guid}", GetAsync).WithSummary("A dataset");
        group.MapGet("/datasets/shared", ListSharedAsync).WithSummary("Datasets of other teams that the caller, or only the one of the caller's teams that is named, may train on, newest first");
        group.MapPatch("/datasets/{id:guid}", ChangeAsync).WithSummary("Change a dataset's name or description");
        group.MapDelete("/datasets/{id:guid}", DeleteAsync).WithSummary("Delete a dataset that no run uses");
        group.MapGet("/datasets/{id:guid}/classes", ListClassesAsync).WithSummary("Classes of the newest version");
        group.MapGet("/datasets/{id:guid}/classes/{index:int}/samples", GetSamplesAsync)
            .Produces(StatusCodes.Status200OK, contentType: "image/png").WithSummary("First images of a class, side by side");
        group.MapGet("/datasets/{id:guid}/images/{n:int}", GetImageAsync)
            .Produces(StatusCodes.Status200OK, contentType: "image/png").WithSummary("An image as stored");
    }

    private static async Task<Accepted<DatasetSummary>> UploadAsync(
        string team, Caller caller, HttpContext context, WarpGradDbContext database, BlobStore blobs, DatasetIntake intake, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.DatasetCreate, team).Id;
        var id = await StreamedForm.ReadAsync(context, Limits.UploadBytes, DatasetUpload.Fields, async (fields, file) =>
        {
            var upload = DatasetUpload.Parse(fields);
            // One transaction: a broken upload leaves neither a row nor a chunk.
            await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
            var blob = await blobs.WriteAsync(file, cancellation);
            if (blob.Length == 0)
                throw ApiProblem.Invalid("file", "The file is empty.");
            var dataset = await intake.AddAsync(caller, teamId, upload, blob.Id, blob.Length, cancellation);
            await transaction.CommitAsync(cancellation);
            return dataset;
        }, cancellation);
        intake.Import(id);
        var summary = await DatasetAnswers.FindAsync(database, id, cancellation);
        return TypedResults.Accepted($"/api/v1/datasets/{id}", summary);
    }

    private static Task<Page<DatasetSummary>> ListAsync(
        string team, Caller caller, WarpGradDbContext database, string? cursor, int? limit, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.DatasetRead, team).Id;
        var before = Paging.Id(cursor);
        return database.Datasets
            .Where(d => d.TeamId == teamId && (before == null || d.Id < before))
            .OrderByDescending(d => d.Id)
            .Select(DatasetAnswers.Summary)
            .ToPageAsync(Paging.Size(limit), d => d, d => d.Id.ToString(), cancellation);
    }

    private static Task<Page<DatasetSummary>> ListSharedAsync(
        Caller caller, WarpGradDbContext database, string? team, string? cursor, int? limit, CancellationToken cancellation)
    {
        IReadOnlyList<Guid> teams = team is null ? caller.TeamIds : [caller.Demand(Operation.DatasetRead, team).Id];
        var before = Paging.Id(cursor);
        return database.Datasets
            .Where(DatasetAccess.UsedBy(teams))
            .Where(d => !teams.Contains(d.TeamId) && d.State == DatasetState.Ready && (before == null || d.Id < before))
            .OrderByDescending(d => d.Id)
            .Select(DatasetAnswers.Summary)
            .ToPageAsync(Paging.Size(limit), d => d, d => d.Id.ToString(), cancellation);
    }

    private static async Task<DatasetSummary> GetAsync(
        Guid id, Caller caller, DatasetAccess access, WarpGradDbContext database, CancellationToken cancellation)
    {
        await access.DemandAsync(caller, Operation.DatasetRead, id, cancellation);
        return await DatasetAnswers.FindAsync(database, id, cancellation);
    }

    private static async Task<DatasetSummary> ChangeAsync(
        Guid id, ChangeDatasetRequest request, Caller caller, DatasetAccess access, AuditLog audit, WarpGradDbContext database, CancellationToken cancellation)
    {
        var dataset = await access.DemandAsync(caller, Operation.DatasetEdit, id, cancellation);
        if (request is { Name: null, Description: null })
            throw ApiProblem.Invalid("body", "Give at least one of name and description.");
        audit.Note(caller, dataset.TeamId, AuditActions.DatasetChange, id, dataset.Name,
            request.Name is null ? "Description changed." : $"Named '{request.Name.Trim()}' now.");
        dataset.Name = request.Name is null ? dataset.Name : DatasetTexts.Name(request.Name);
        dataset.Description = request.Description is null ? dataset.Description : DatasetTexts.Description(request.Description);
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(dataset.TeamId, TeamChangeKinds.Dataset, id, cancellation);
        return await DatasetAnswers.FindAsync(database, id, cancellation);
    }

    private static async Task<NoContent> DeleteAsync(
        Guid id, Caller caller, DatasetAccess access, WarpGradDbContext database, BlobStore blobs, AuditLog audit, CancellationToken cancellation)
    {
        var dataset = await access.DemandAsync(caller, Operation.DatasetDelete, id, cancellation);
        await database.Entry(dataset).Collection(d => d.Versions).LoadAsync(cancellation);
        if (dataset.State == DatasetState.Importing)
            throw ApiProblem.Conflict("The dataset is being imported: wait until that has ended.");
        if (await database.Runs.AnyAsync(r => r.DatasetVersion!.DatasetId == id, cancellation))
            throw ApiProblem.Conflict("Runs were trained on this dataset, so it must stay to explain them.");
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var pixels = dataset.Versions.Select(v => v.PixelsBlobId).Distinct().ToList();
        database.Datasets.Remove(dataset);
        audit.Note(caller, dataset.TeamId, AuditActions.DatasetDelete, id, dataset.Name);
        await database.SaveChangesAsync(cancellation);
        foreach (var blob in pixels)
            await blobs.DeleteAsync(blob, cancellation);
        await database.NotifyTeamAsync(dataset.TeamId, TeamChangeKinds.Dataset, id, cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Page<DatasetClass>> ListClassesAsync(
        Guid id, Caller caller, DatasetAccess access, WarpGradDbContext database, string? cursor, int? limit, string? search, CancellationToken cancellation)
    {
        var version = await access.DemandVersionAsync(caller, id, cancellation);
        var after = cursor is null ? -1 : int.TryParse(cursor, out var index) ? index
            : throw ApiProblem.Invalid("cursor", "'cursor' must be the 'next' value of an earlier answer.");
        var pattern = Searching.Text(search, "search");
        return await database.DatasetClasses.AsNoTracking()
            .Where(c => c.VersionId == version.Id && c.Index > after
                && (pattern == null || EF.Functions.ILike(c.Name, pattern, "\\") || EF.Functions.ILike(c.Group, pattern, "\\")))
            .OrderBy(c => c.Index)
            .ToPageAsync(Paging.Size(limit),
                c => new DatasetClass(c.Index, c.Group, c.Name, c.Split, c.FirstImage, c.Images), c => c.Index.ToString(), cancellation);
    }

    private static async Task<FileContentHttpResult> GetSamplesAsync(
        Guid id, int index, Caller caller, DatasetAccess access, WarpGradDbContext database, BlobStore blobs, HttpContext context,
        CancellationToken cancellation, [FromQuery] int count = 10)
    {
        var version = await access.DemandVersionAsync(caller, id, cancellation);
        var row = await database.DatasetClasses.AsNoTracking()
            .SingleOrDefaultAsync(c => c.VersionId == version.Id && c.Index == index, cancellation)
            ?? throw ApiProblem.NotFound("class");
        return await PngAsync(version, row.FirstImage, Math.Clamp(count, 1, Math.Min(row.Images, 50)), blobs, context, cancellation);
    }

    private static async Task<FileContentHttpResult> GetImageAsync(
        Guid id, int n, Caller caller, DatasetAccess access, BlobStore blobs, HttpContext context, CancellationToken cancellation)
    {
        var version = await access.DemandVersionAsync(caller, id, cancellation);
        return n >= 0 && n < version.Images
            ? await PngAsync(version, n, 1, blobs, context, cancellation)
            : throw ApiProblem.NotFound("image");
    }

    private static async Task<FileContentHttpResult> PngAsync(
        DatasetVersion version, int first, int count, BlobStore blobs, HttpContext context, CancellationToken cancellation)
    {
        var bytes = version.Channels * version.Height * version.Width;
        var pixels = await blobs.ReadRangeAsync(version.PixelsBlobId, (long)first * bytes, count * bytes, cancellation)
            ?? throw ApiProblem.NotFound("image");
        // A version never changes, so the browser may keep what it has seen.
        context.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        return TypedResults.Bytes(PackedPng.Encode(pixels, count, version.Channels, version.Height, version.Width), "image/png");
    }
}
