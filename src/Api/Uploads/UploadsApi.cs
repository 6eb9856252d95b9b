using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Uploads;
using WarpGrad.Data;
using WarpGrad.Data.Uploads;

namespace WarpGrad.Api.Uploads;

/// <summary>Files of datasets in parts, by the tus protocol 1.0: a connection that breaks costs what was under way, and no more.</summary>
internal static class UploadsApi
{
    public static void MapUploads(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Uploads").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/teams/{team}/uploads", ListAsync).WithSummary("Uploads of a team that are not forgotten, newest first");
        group.MapGet("/uploads/{id:guid}", GetAsync).WithSummary("An upload: how far it is, and what became of it");
        group.MapMethods("/teams/{team}/uploads", ["OPTIONS"], Discover).AllowAnonymous().WithSummary("What of the tus protocol there is");
        group.MapMethods("/uploads/{id:guid}", ["OPTIONS"], Discover).AllowAnonymous().WithSummary("What of the tus protocol there is, asked of an upload");

        var tus = group.MapGroup("").AddEndpointFilter(TusAnswers.SpeakAsync).AddOpenApiOperationTransformer(TusAnswers.DescribeAsync)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);
        tus.MapPost("/teams/{team}/uploads", CreateAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Begin an upload in parts (tus 1.0)")
            .WithDescription("'Upload-Length' is the size of the file, 'Upload-Metadata' has the keys name, description, size and color with values in base64. The dataset is made when the last byte has come.");
        tus.MapMethods("/uploads/{id:guid}", ["HEAD"], LookAsync).WithSummary("How far an upload is (tus 1.0)");
        tus.MapPatch("/uploads/{id:guid}", AppendAsync)
            .AddOpenApiOperationTransformer(TusAnswers.DescribePartAsync)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithSummary("Send the next part of an upload (tus 1.0)");
        tus.MapDelete("/uploads/{id:guid}", DeleteAsync).WithSummary("Stop an upload and forget it; a dataset that was made of it stays (tus 1.0)");
    }

    private static NoContent Discover(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers[TusHeaders.Resumable] = headers["Tus-Version"] = TusHeaders.Version;
        headers["Tus-Extension"] = TusAnswers.Extensions;
        headers["Tus-Max-Size"] = Limits.UploadBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    private static async Task<Created<UploadSummary>> CreateAsync(
        string team, Caller caller, WarpGradDbContext database, UploadStore uploads, AuditLog audit, IOptions<LimitOptions> limits, HttpContext context,
        [FromHeader(Name = TusHeaders.Length)] string? length, [FromHeader(Name = TusHeaders.Metadata)] string? metadata, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.DatasetCreate, team).Id;
        if (context.Request.Headers.ContainsKey("Upload-Concat"))
            throw ApiProblem.Invalid("Upload-Concat", "Files cannot be put together from several uploads here: send one upload, part after part.");
        var bytes = TusAnswers.Bytes(TusHeaders.Length, length);
        if (bytes > Limits.UploadBytes)
            throw ApiProblem.TooLarge($"A file may have {Limits.UploadBytes} bytes.");
        if (bytes == 0)
            throw ApiProblem.Invalid(TusHeaders.Length, "The file is empty.");
        var dataset = UploadMetadata.Parse(metadata ?? "");
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        await DemandRoomAsync(teamId, limits.Value.OpenUploadsPerTeam, database, uploads, cancellation);
        var upload = uploads.Begin(teamId, bytes, metadata!, caller.Name);
        audit.Note(caller, teamId, AuditActions.DatasetUpload, upload.Id, dataset.Name, $"{bytes} bytes.");
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        context.Response.Describe(upload);
        return TypedResults.Created($"/api/v1/uploads/{upload.Id}", Summary(upload));
    }

    private static async Task<Ok> LookAsync(Guid id, Caller caller, UploadStore uploads, HttpContext context, CancellationToken cancellation)
    {
        var upload = await DemandAsync(id, caller, uploads, cancellation);
        context.Response.Describe(upload);
        context.Response.Promise(TusHeaders.Length, upload.Length.ToString(CultureInfo.InvariantCulture));
        context.Response.Promise(TusHeaders.Metadata, upload.Metadata);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok();
    }

    private static async Task<NoContent> AppendAsync(
        Guid id, Caller caller, UploadStore uploads, UploadReceiver receiver, HttpContext context, [FromHeader(Name = TusHeaders.Offset)] string? offset)
    {
        var upload = await DemandAsync(id, caller, uploads, context.RequestAborted);
        if (context.Request.ContentType != TusHeaders.PartType)
            throw new ApiProblem(
                StatusCodes.Status415UnsupportedMediaType, ProblemTypes.InvalidRequest, "Unsupported media type", $"Parts of a file are sent as '{TusHeaders.PartType}'.");
        try
        {
            await receiver.ReceiveAsync(caller, upload, TusAnswers.Bytes(TusHeaders.Offset, offset), context);
        }
        catch (ApiProblem problem) when (problem.Offset is { } at)
        {
            context.Response.Promise(TusHeaders.Offset, at.ToString(CultureInfo.InvariantCulture));
            throw;
        }

        context.Response.Describe(await DemandAsync(id, caller, uploads, context.RequestAborted));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DeleteAsync(
        Guid id, Caller caller, WarpGradDbContext database, UploadStore uploads, AuditLog audit, CancellationToken cancellation)
    {
        var upload = await DemandAsync(id, caller, uploads, cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        if (!await uploads.DeleteAsync(id, cancellation))
            throw ApiProblem.NotFound("upload");
        audit.Note(caller, upload.TeamId, AuditActions.DatasetUploadStop, id, Summary(upload).Name, $"{upload.Offset} of {upload.Length} bytes had come.");
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<UploadSummary> GetAsync(Guid id, Caller caller, UploadStore uploads, CancellationToken cancellation) =>
        Summary(await DemandAsync(id, caller, uploads, cancellation));

    private static Task<Page<UploadSummary>> ListAsync(
        string team, Caller caller, UploadStore uploads, string? cursor, int? limit, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.DatasetCreate, team).Id;
        var before = Paging.Id(cursor);
        return uploads.All.Where(u => u.TeamId == teamId && (before == null || u.Id < before)).OrderByDescending(u => u.Id)
            .ToPageAsync(Paging.Size(limit), Summary, u => u.Id.ToString(), cancellation);
    }

    /// <summary>An upload of a team in which the caller may make datasets.</summary>
    private static async Task<Upload> DemandAsync(Guid id, Caller caller, UploadStore uploads, CancellationToken cancellation)
    {
        var upload = await uploads.All.SingleOrDefaultAsync(u => u.Id == id, cancellation);
        caller.Demand(Operation.DatasetCreate, upload?.TeamId ?? Guid.Empty, "upload");
        return upload!;
    }

    private static async Task DemandRoomAsync(Guid teamId, int most, WarpGradDbContext database, UploadStore uploads, CancellationToken cancellation)
    {
        // The lock lets beginnings pass one by one: two at once would both find the last place.
        await database.Database.ExecuteSqlAsync($"""SELECT 1 FROM teams WHERE "Id" = {teamId} FOR NO KEY UPDATE""", cancellation);
        if (await uploads.All.CountAsync(u => u.TeamId == teamId && u.DatasetId == null, cancellation) >= most)
            throw ApiProblem.TooMany(
                $"The team has {most} uploads under way, which is as many as it may have: let some end, or delete some. GET /api/v1/teams/…/uploads lists them.",
                TimeSpan.FromMinutes(1));
    }

    private static UploadSummary Summary(Upload upload) => new(
        upload.Id, UploadMetadata.Parse(upload.Metadata).Name, upload.Offset, upload.Length, upload.DatasetId, upload.ExpiresAt, upload.CreatedAt, upload.CreatedBy);
}
