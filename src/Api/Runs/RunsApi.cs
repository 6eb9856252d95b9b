using System.Data;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Runs;

/// <summary>Submitting runs, steering them, and reading what they did.</summary>
internal static class RunsApi
{
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Runs").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/recipes", () => Recipes.All).WithSummary("Recipes: run specs that lack at most a dataset");
        group.MapGet("/run-spec/fields", () => SpecFields.All).WithSummary("Every field of a run spec with default, range, unit and help");
        group.MapPost("/teams/{team}/runs", SubmitAsync)
            .Accepts<CreateRunRequest>("application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Submit a meta-training run: a recipe with overrides, or a whole run spec");
        group.MapGet("/teams/{team}/runs", ListAsync).WithSummary("Runs of a team, by task family, states, a tag or a text; newest first, or in another order");
        group.MapGet("/runs/{id:guid}", GetAsync).WithSummary("A run");
        group.MapGet("/runs/{id:guid}/metrics", GetMetricsAsync).WithSummary("Metric series, of all steps or of those between 'from' and 'to', thinned to at most 500 points each unless 'all' is true");
        group.MapGet("/runs/{id:guid}/events", GetEventsAsync).WithSummary("Numbered events after a number; all, or those of some kinds, separated by commas");
        group.MapGet("/runs/{id:guid}/picture", GetPictureAsync).WithSummary("The newest picture of what the learner did on a held-out task; 404 before the first");
        group.MapGet("/runs/{id:guid}/checkpoints", ListCheckpointsAsync).WithSummary("Stored checkpoints");
        group.MapGet("/runs/{id:guid}/checkpoints/{checkpoint:guid}", DownloadCheckpointAsync).RequireRateLimiting(RateLimits.Transfers)
            .Produces(StatusCodes.Status200OK, contentType: BlobDownload.ContentType).WithSummary("A training state as safetensors");
    }

    private static async Task<Accepted<RunSummary>> SubmitAsync(
        string team, JsonObject body, Caller caller, RunSubmission submission, CancellationToken cancellation)
    {
        var owner = caller.Demand(Operation.RunCreate, team);
        return Accept(await submission.SubmitAsync(owner, RunRequests.Read(body), caller, "", cancellation));
    }

    /// <summary>A run that was put on the queue, with its address.</summary>
    public static Accepted<RunSummary> Accept(RunSummary run) => TypedResults.Accepted($"/api/v1/runs/{run.Id}", run);

    private static async Task<Page<RunSummary>> ListAsync(
        string team, Caller caller, WarpGradDbContext database, RunReader reader, [AsParameters] RunQuery filter, string? cursor, int? limit, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.RunRead, team).Id;
        var runs = await filter.AfterAsync(database.Runs.Where(r => r.TeamId == teamId), Paging.Id(cursor), cancellation);
        var page = await runs
            .Select(RunAnswers.Summary(database))
            .ToPageAsync(Paging.Size(limit), r => r, r => r.Id.ToString(), cancellation);
        return page with { Items = await reader.WithOutlookAsync(page.Items, cancellation) };
    }

    private static async Task<RunDetail> GetAsync(Guid id, Caller caller, WarpGradDbContext database, RunReader reader, CancellationToken cancellation)
    {
        // Of one moment, or a run that ends between two queries would have succeeded without a result.
        await using var snapshot = await database.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var run = await FindAsync(id, caller, database, cancellation);
        var summary = await reader.SummaryAsync(id, cancellation);
        var hash = await database.DatasetVersions.Where(v => v.Id == run.DatasetVersionId).Select(v => v.Hash).SingleOrDefaultAsync(cancellation);
        return new RunDetail(
            summary, JsonSerializer.Deserialize<RunSpec>(run.Spec, SpecJson.Options)!, hash, run.SoftwareVersion, run.LastEvent,
            run.Result is null ? null : StoredJson.Read<EvaluationSummary>(run.Result));
    }

    private static async Task<IReadOnlyList<MetricSeries>> GetMetricsAsync(
        Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation, [FromQuery] long from = 0, [FromQuery] long to = long.MaxValue, [FromQuery] bool all = false)
    {
        await FindAsync(id, caller, database, cancellation);
        return from <= to
            ? await RunMetricsReader.ReadAsync(database, id, from, to, all ? int.MaxValue : Limits.SeriesPoints, cancellation)
            : throw ApiProblem.Invalid("to", "'to' must not be below 'from'.");
    }

    private static async Task<IReadOnlyList<RunEvent>> GetEventsAsync(
        Guid id, Caller caller, WarpGradDbContext database, RunEventStore events, CancellationToken cancellation,
        [FromQuery] long after = 0, [FromQuery] int limit = 500, [FromQuery] string? kinds = null)
    {
        await FindAsync(id, caller, database, cancellation);
        var wanted = kinds?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (wanted?.Except(RunEventKinds.All).Any() == true)
            throw ApiProblem.Invalid("kinds", $"'kinds' are separated by commas and among {string.Join(", ", RunEventKinds.All)}.");
        return limit is >= 1 and <= 5000
            ? await events.ReadAsync(id, after, limit, wanted, cancellation)
            : throw ApiProblem.Invalid("limit", "'limit' must lie between 1 and 5000.");
    }

    private static async Task<RunPicture> GetPictureAsync(Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        await FindAsync(id, caller, database, cancellation);
        var newest = await database.RunEvents.AsNoTracking()
            .Where(e => e.RunId == id && e.Kind == RunEventKinds.Picture)
            .OrderByDescending(e => e.N)
            .Select(e => e.Payload)
            .FirstOrDefaultAsync(cancellation)
            ?? throw ApiProblem.NotFound("picture");
        return StoredJson.Read<RunPicture>(newest);
    }

    private static async Task<CheckpointSummary[]> ListCheckpointsAsync(Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        await FindAsync(id, caller, database, cancellation);
        return await database.Checkpoints.Where(c => c.RunId == id)
            .OrderByDescending(c => c.Step)
            .Join(database.Blobs, c => c.BlobId, b => b.Id, (c, b) => new CheckpointSummary(c.Id, c.Step, b.Length, b.Hash, c.CreatedAt))
            .ToArrayAsync(cancellation);
    }

    private static async Task<IResult> DownloadCheckpointAsync(
        Guid id, Guid checkpoint, Caller caller, WarpGradDbContext database, BlobStore blobs, HttpContext context, CancellationToken cancellation)
    {
        await FindAsync(id, caller, database, cancellation);
        var found = await database.Checkpoints.SingleOrDefaultAsync(c => c.Id == checkpoint && c.RunId == id, cancellation)
            ?? throw ApiProblem.NotFound("checkpoint");
        return await BlobDownload.SendAsync(found.BlobId, $"run-{id}-step-{found.Step}.safetensors", database, blobs, context, cancellation);
    }

    /// <summary>A run that the caller may see.</summary>
    public static async Task<Run> FindAsync(Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var run = await database.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellation);
        caller.Demand(Operation.RunRead, run?.TeamId ?? Guid.Empty, "run");
        return run!;
    }
}
