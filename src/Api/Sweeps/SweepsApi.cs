using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Data;
using WarpGrad.Data.Sweeps;

namespace WarpGrad.Api.Sweeps;

/// <summary>Searching for good run specs: submitting sweeps, reading how their trials do, stopping them.</summary>
internal static class SweepsApi
{
    public static void MapSweeps(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Sweeps").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/teams/{team}/sweeps", SubmitAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Submit a sweep: a run spec and the fields of it that vary")
            .WithDescription("Searches: 'grid' (every combination), 'random' (drawn from the seed), 'halving' (random, but only the best trials go on from each rung).");
        group.MapGet("/teams/{team}/sweeps", ListAsync).WithSummary("Sweeps of a team, newest first");
        group.MapGet("/sweeps/{id:guid}", GetAsync).WithSummary("A sweep with the values and scores of every trial");
        group.MapPost("/sweeps/{id:guid}/stop", StopAsync)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Stop a sweep: trials that wait are cancelled, those in work store a checkpoint first");
    }

    private static async Task<Accepted<SweepSummary>> SubmitAsync(
        string team, CreateSweepRequest request, Caller caller, SweepSubmission submission, WarpGradDbContext database, CancellationToken cancellation)
    {
        var owner = caller.Demand(Operation.RunCreate, team);
        var id = await submission.SubmitAsync(owner, request, caller, cancellation);
        return TypedResults.Accepted($"/api/v1/sweeps/{id}", (await ReadAsync(database, id, cancellation)).Summary);
    }

    private static async Task<Page<SweepSummary>> ListAsync(
        string team, Caller caller, WarpGradDbContext database, string? cursor, int? limit, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.RunRead, team).Id;
        var before = Paging.Id(cursor);
        var page = await database.Sweeps.AsNoTracking()
            .Where(s => s.TeamId == teamId && (before == null || s.Id < before))
            .OrderByDescending(s => s.Id)
            .Select(SweepAnswers.Row)
            .ToPageAsync(Paging.Size(limit), row => row, row => row.Sweep.Id.ToString(), cancellation);
        return new Page<SweepSummary>([.. page.Items.Select(SweepAnswers.Summary)], page.Next);
    }

    private static async Task<SweepDetail> GetAsync(Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        await DemandAsync(Operation.RunRead, id, caller, database, cancellation);
        return await ReadAsync(database, id, cancellation);
    }

    private static async Task<Accepted<SweepSummary>> StopAsync(
        Guid id, Caller caller, SweepStop stop, WarpGradDbContext database, CancellationToken cancellation)
    {
        await DemandAsync(Operation.RunControl, id, caller, database, cancellation);
        await stop.StopAsync(id, caller, cancellation);
        return TypedResults.Accepted($"/api/v1/sweeps/{id}", (await ReadAsync(database, id, cancellation)).Summary);
    }

    private static async Task DemandAsync(Operation operation, Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation) =>
        caller.Demand(operation, await database.Sweeps.Where(s => s.Id == id).Select(s => s.TeamId).SingleOrDefaultAsync(cancellation), "sweep");

    private static async Task<SweepDetail> ReadAsync(WarpGradDbContext database, Guid id, CancellationToken cancellation) =>
        SweepAnswers.Detail(
            await database.Sweeps.AsNoTracking().Where(s => s.Id == id).Select(SweepAnswers.Row).SingleAsync(cancellation),
            await database.Runs.AsNoTracking().Where(r => r.SweepId == id).OrderBy(r => r.Trial).Select(r => r.Spec).ToListAsync(cancellation));
}
