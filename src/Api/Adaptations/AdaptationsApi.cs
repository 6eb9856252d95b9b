using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>Adapting a model to a handful of examples and predicting new ones, in one call.</summary>
internal static class AdaptationsApi
{
    /// <summary>What endpoints that take examples say about them.</summary>
    public const string Examples =
        "What is sent follows the model's task family. Images: 'support' with 'label' and 'image', 'query' with 'image'. "
        + "Curves: 'support' with 'x' and 'y' (and 'part' for continual models), 'query' with 'x'. "
        + "Images may come as multipart, too: support images as file parts named 'support:<label>', queries as parts named 'query', "
        + "options as parts of their names.";

    public static void MapAdaptations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Adaptations").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/models/{team}/{model}/adapt-and-predict", AdaptAndPredictAsync)
            .Accepts<AdaptAndPredictRequest>("application/json", "multipart/form-data")
            .Produces<AdaptAndPredictResponse>(StatusCodes.Status200OK, "application/json", "text/event-stream")
            .Produces<AdaptationDetail>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Adapt a model to a handful of examples and predict others")
            .WithDescription(Examples + " Mazes: 'maze'. Surfaces: 'surface'. With 'stream' the steps come as server-sent events, and last the answer.");
        group.MapGet("/adaptations/{id:guid}", GetAsync).WithSummary("An adaptation, or a question to a kept one, by id");
    }

    private static async Task<IResult> AdaptAndPredictAsync(
        string team, string model, Caller caller, ModelAccess access, HttpContext context, AdaptationDesk desk, LiveAnswers live, AdaptationLimits limits, TimeProvider time,
        CancellationToken cancellation, [FromQuery] string? version = null, [FromQuery] int wait = 30)
    {
        var found = await access.DemandVersionAsync(caller, Operation.ModelAdapt, team, model, version, cancellation);
        Waits.Check(wait);
        var acting = AdaptationDesk.ActingTeam(caller, found.Model!);
        limits.Demand(context.Request, caller, acting);
        var (request, _, _) = await AdaptationRequests.ReadAsync(context, AdaptationKind.Once, cancellation);
        var spec = ModelAnswers.Spec(found);
        AdaptationRules.Check(request, spec.Task, AdaptationKind.Once);
        TraceRules.Check(request, spec);
        var asked = new Adaptation
        {
            Kind = AdaptationKind.Once,
            TeamId = acting,
            ModelVersionId = found.Id,
            Request = Write(request),
            Heavy = AdaptationRules.IsHeavy(request, spec),
            CreatedById = caller.Id,
        };
        AdaptationDetail Pending() => AdaptationAnswers.Pending(asked, time.GetUtcNow());
        return request.Stream
            ? await live.AnswerAsync(asked, wait, Pending, context.Response, cancellation)
            : await desk.AnswerAsync(asked, wait, () => TypedResults.Accepted($"/api/v1/adaptations/{asked.Id}", Pending()), cancellation);
    }

    /// <summary>A question as it is stored.</summary>
    internal static byte[] Write<T>(T question) => JsonSerializer.SerializeToUtf8Bytes(question, JsonSerializerOptions.Web);

    private static async Task<AdaptationDetail> GetAsync(
        Guid id, Caller caller, AdaptationAccess access, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, id, cancellation);
        if (found.Kind is AdaptationKind.Rank or AdaptationKind.Inspect)
            throw ApiProblem.NotFound("adaptation");
        return AdaptationAnswers.Describe(await database.Adaptations.AsNoTracking().Where(a => a.Id == id).SingleOrGoneAsync("adaptation", cancellation));
    }
}
