using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>The model finder: which models adapt best to somebody's examples.</summary>
internal static class RankingsApi
{
    public static void MapRankings(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Adaptations").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/teams/{team}/models/rank", RankAsync)
            .Accepts<RankModelsRequest>("application/json").Produces<ModelRanking>().Produces<RankingDetail>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Rank the models that a team may adapt by how well they adapt to labelled images")
            .WithDescription("Cross-validated on the images sent, two of every label at least: each is predicted by models adapted to others alone.");
        group.MapGet("/rankings/{id:guid}", GetAsync).WithSummary("A ranking by id");
    }

    private static async Task<IResult> RankAsync(
        string team, Caller caller, HttpContext context, RankingCandidates candidates, AdaptationDesk desk, AdaptationLimits limits, TimeProvider time,
        CancellationToken cancellation, [FromQuery] int wait = 60)
    {
        var acting = caller.Demand(Operation.ModelAdapt, team);
        Waits.Check(wait);
        limits.Demand(context.Request, caller, acting.Id);
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Limits.AdaptationBytes;
        var request = await AdaptationRequests.ReadJsonAsync<RankModelsRequest>(context.Request.Body, cancellation);
        Check(request);
        var ways = request.Support.Select(example => example.Label).Distinct(StringComparer.Ordinal).Count();
        var (fit, unfit) = await candidates.FindAsync(caller.For(acting), request.Models, ways, cancellation);
        var asked = new Adaptation
        {
            Kind = AdaptationKind.Rank,
            TeamId = acting.Id,
            Request = AdaptationsApi.Write(new RankingQuestion(request.Support, request.Steps, fit, unfit)),
            Heavy = true,
            CreatedById = caller.Id,
        };
        return await desk.AnswerAsync(
            asked, wait, () => TypedResults.Accepted($"/api/v1/rankings/{asked.Id}", new RankingDetail(asked.Id, AdaptationState.Pending, null, null, time.GetUtcNow())), cancellation);
    }

    private static void Check(RankModelsRequest request)
    {
        if (request.Support.Contains(null!))
            throw ApiProblem.Invalid("support", "An entry of 'support' is null: leave it out.");
        if (request.Models?.Contains(null!) == true)
            throw ApiProblem.Invalid("models", "An entry of 'models' is null: leave it out.");
        if (request.Support.Any(example => example.X is not null || example.Y is not null))
            throw ApiProblem.Invalid("support", "Models are ranked by labelled images: 'support' entries with 'label' and 'image'.");
        if (request.Support.Count > Limits.RankedImages)
            throw ApiProblem.TooLarge($"Models are ranked by at most {Limits.RankedImages} images.");
        ImageRules.CheckSupport(request.Support);
        if (request.Support.GroupBy(example => example.Label).FirstOrDefault(group => group.Count() < 2) is { } single)
            throw ApiProblem.Invalid("support", $"Send two images of every label at least; there is one of '{single.Key}'.");
        if (request.Steps is < 0 or > Limits.AdaptationSteps)
            throw ApiProblem.Invalid("steps", $"'steps' lies between 0 and {Limits.AdaptationSteps}.");
        if (request.Models is { Count: < 1 or > Limits.RankedModels })
            throw ApiProblem.Invalid("models", $"Name 1 to {Limits.RankedModels} models, or leave 'models' out for the newest.");
    }

    private static async Task<RankingDetail> GetAsync(
        Guid id, Caller caller, AdaptationAccess access, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, id, cancellation);
        if (found.Kind != AdaptationKind.Rank)
            throw ApiProblem.NotFound("adaptation");
        var row = await database.Adaptations.AsNoTracking().Where(a => a.Id == id).SingleOrGoneAsync("adaptation", cancellation);
        return new RankingDetail(
            row.Id, row.State, row.Result is null ? null : JsonSerializer.Deserialize<ModelRanking>(row.Result, JsonSerializerOptions.Web), row.FailureReason, row.CreatedAt);
    }
}
