using System.Text.Json;
using Hangfire;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Models;

namespace WarpGrad.Api.Adaptations;

/// <summary>Adapting a model to a handful of examples and predicting new ones.</summary>
internal static class AdaptationsApi
{
    private const int LongestWait = 120;

    public static void MapAdaptations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Adaptations").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/models/{team}/{model}/adapt-and-predict", AdaptAndPredictAsync)
            .Accepts<AdaptAndPredictRequest>("application/json", "multipart/form-data")
            .Produces<AdaptAndPredictResponse>()
            .Produces<AdaptationDetail>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Adapt a model to a handful of examples and predict others")
            .WithDescription(
                "What is sent follows the model's task family. Images: 'support' with 'label' and 'image', 'query' with 'image'. "
                + "Curves: 'support' with 'x' and 'y' (and 'part' for continual models), 'query' with 'x'. Mazes: 'maze'. Surfaces: 'surface'. "
                + "Images may come as multipart, too: support images as file parts named 'support:<label>', queries as parts named 'query', "
                + "options 'steps' and 'learningRate'.");
        group.MapGet("/adaptations/{id:guid}", GetAsync).WithSummary("An adaptation by id");
    }

    private static async Task<IResult> AdaptAndPredictAsync(
        string team, string model, Caller caller, ModelAccess access, HttpContext context, WarpGradDbContext database, AdaptationWaiter waiter,
        IBackgroundJobClient jobs, TimeProvider time, CancellationToken cancellation,
        [FromQuery] string? version = null, [FromQuery] int wait = 30)
    {
        var found = await access.DemandVersionAsync(caller, Operation.ModelAdapt, team, model, version, cancellation);
        if (wait is < 0 or > LongestWait)
            throw ApiProblem.Invalid("wait", $"'wait' lies between 0 and {LongestWait} seconds.");
        var request = await AdaptationRequests.ReadAsync(context, cancellation);
        AdaptationRules.Check(request, ModelAnswers.Spec(found).Task);
        var adaptation = new Adaptation
        {
            TeamId = ActingTeam(caller, found.Model!),
            ModelVersionId = found.Id,
            State = AdaptationState.Pending,
            Request = JsonSerializer.SerializeToUtf8Bytes(request, SpecJson.Options),
            CreatedById = caller.Id,
            CreatedAt = time.GetUtcNow(),
        };
        database.Adaptations.Add(adaptation);
        await database.SaveChangesAsync(cancellation);
        // Listening starts before the job can run, so its answer cannot be missed.
        using var answer = waiter.Expect(adaptation.Id);
        jobs.Enqueue<IAdaptationJob>(QueueNames.Interactive, job => job.AdaptAsync(adaptation.Id, CancellationToken.None));
        await answer.WaitAsync(TimeSpan.FromSeconds(wait), cancellation);

        database.ChangeTracker.Clear();
        var answered = await database.Adaptations.AsNoTracking().Where(a => a.Id == adaptation.Id).SingleOrGoneAsync("adaptation", cancellation);
        return answered.State switch
        {
            AdaptationState.Done => TypedResults.Ok(Result(answered)),
            AdaptationState.Pending => TypedResults.Accepted($"/api/v1/adaptations/{answered.Id}", Describe(answered)),
            AdaptationState.Failed => throw Failure(answered),
            _ => throw new InvalidOperationException($"Unknown state {answered.State}."),
        };
    }

    /// <summary>The team whose members may read the answer: the model's where the caller belongs to it, else the caller's own, never the model's.</summary>
    private static Guid ActingTeam(Caller caller, Model model) => caller.TeamIds.Contains(model.TeamId) ? model.TeamId
        : caller.Teams.Values.OrderByDescending(team => team.Role).FirstOrDefault()?.Id
        ?? throw ApiProblem.Forbidden("Found or join a team first: what you send belongs to a team.");

    private static async Task<AdaptationDetail> GetAsync(Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await database.Adaptations.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellation);
        caller.Demand(Operation.AdaptationRead, found?.TeamId ?? Guid.Empty, "adaptation");
        return Describe(found!);
    }

    private static ApiProblem Failure(Adaptation failed) => failed.FailureType == ProblemTypes.ComputationFailed
        ? new ApiProblem(StatusCodes.Status422UnprocessableEntity, ProblemTypes.ComputationFailed, "Adaptation failed", failed.FailureReason!)
        : new ApiProblem(StatusCodes.Status400BadRequest, failed.FailureType!, "Invalid request", failed.FailureReason!);

    private static AdaptationDetail Describe(Adaptation adaptation) => new(
        adaptation.Id, adaptation.State, adaptation.Result is null ? null : Result(adaptation), adaptation.FailureReason, adaptation.CreatedAt);

    private static AdaptAndPredictResponse Result(Adaptation adaptation) =>
        StoredJson.Read<AdaptAndPredictResponse>(adaptation.Result!);
}
