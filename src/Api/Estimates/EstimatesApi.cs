using System.Text.Json.Nodes;
using Hangfire;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Runs;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;

namespace WarpGrad.Api.Estimates;

/// <summary>What a run will cost, before it is submitted.</summary>
internal static class EstimatesApi
{
    public static void MapEstimates(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Runs").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/teams/{team}/runs/estimate", AskAsync)
            .Accepts<CreateRunRequest>("application/json")
            .Produces<RunEstimateAnswer>()
            .Produces<RunEstimateAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Predict duration and memory of a run by a short probe on a worker")
            .WithDescription("Takes what a submission takes. Waits for the answer up to 'wait' seconds; after that it answers 202, and the estimate can be read by its id.");
        group.MapGet("/run-estimates/{id:guid}", GetAsync).WithSummary("An estimate by id");
    }

    private static async Task<IResult> AskAsync(
        string team, JsonObject body, Caller caller, RunMaterials materials, EstimateDesk desk, WarpGradDbContext database, EstimateWaiter waiter,
        IBackgroundJobClient jobs, CancellationToken cancellation, [FromQuery] int wait = 30)
    {
        var owner = caller.Demand(Operation.RunCreate, team);
        Waits.Check(wait);
        var spec = RunRequests.Read(body).Spec;
        var versionId = await materials.CheckAsync(owner, caller, spec, cancellation);
        var (id, put) = await desk.PutAsync(owner, spec, versionId, cancellation);
        using var answer = waiter.Expect(id);
        var found = await AnswerAsync(database, id, cancellation);
        if (!Answered(found))
        {
            if (put)
                jobs.Enqueue<IEstimateJob>(QueueNames.Probes, job => job.MeasureAsync(id, CancellationToken.None));
            await answer.WaitAsync(TimeSpan.FromSeconds(wait), cancellation);
            found = await AnswerAsync(database, id, cancellation);
        }

        return Answered(found) ? TypedResults.Ok(found) : TypedResults.Accepted($"/api/v1/run-estimates/{id}", found);
    }

    private static async Task<RunEstimateAnswer> GetAsync(Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        caller.Demand(Operation.RunRead, await database.Estimates.Where(e => e.Id == id).Select(e => e.TeamId).SingleOrDefaultAsync(cancellation), "estimate");
        return await AnswerAsync(database, id, cancellation);
    }

    private static async Task<RunEstimateAnswer> AnswerAsync(WarpGradDbContext database, Guid id, CancellationToken cancellation)
    {
        var row = await database.Estimates.AsNoTracking().Where(e => e.Id == id).SingleOrGoneAsync("estimate", cancellation);
        return new RunEstimateAnswer(id, row.Result is null ? null : StoredJson.Read<RunEstimate>(row.Result), row.FailureReason);
    }

    private static bool Answered(RunEstimateAnswer answer) => answer.Estimate is not null || answer.FailureReason is not null;
}
