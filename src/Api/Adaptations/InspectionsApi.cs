using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>The warp inspector: what the warps of a model do to activations and gradients.</summary>
internal static class InspectionsApi
{
    /// <summary>Most labelled images that a model is inspected with.</summary>
    private const int MostImages = 100;

    public static void MapInspections(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Adaptations").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/models/{team}/{model}/inspect", InspectAsync)
            .Accepts<InspectModelRequest>("application/json").Produces<ModelInspection>().Produces<InspectionDetail>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("What the warps of a model do")
            .WithDescription(
                "Per warp its distance from the identity and the singular values of its Jacobian; per task layer the alignment of its gradients with plain ones and its "
                + "share of the updates. Measured on test tasks at the end of training and kept in the model's file; of files without, on tasks drawn anew or, for images, "
                + "on labelled images sent as 'support'.");
        group.MapGet("/inspections/{id:guid}", GetAsync).WithSummary("An inspection by id");
    }

    private static async Task<IResult> InspectAsync(
        string team, string model, Caller caller, ModelAccess access, HttpContext context, AdaptationDesk desk, AdaptationLimits limits, TimeProvider time,
        CancellationToken cancellation, [FromQuery] string? version = null, [FromQuery] int wait = 30)
    {
        var found = await access.DemandVersionAsync(caller, Operation.ModelAdapt, team, model, version, cancellation);
        Waits.Check(wait);
        var acting = AdaptationDesk.ActingTeam(caller, found.Model!);
        limits.Demand(context.Request, caller, acting);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Limits.AdaptationBytes;
        var request = await AdaptationRequests.ReadJsonAsync<InspectModelRequest>(context.Request.Body, cancellation);
        var spec = ModelAnswers.Spec(found);
        Check(request, spec.Task.Family);
        var asked = new Adaptation
        {
            Kind = AdaptationKind.Inspect,
            TeamId = acting,
            ModelVersionId = found.Id,
            Request = AdaptationsApi.Write(request),
            Heavy = true,
            CreatedById = caller.Id,
        };
        return await desk.AnswerAsync(
            asked, wait, () => TypedResults.Accepted($"/api/v1/inspections/{asked.Id}", new InspectionDetail(asked.Id, AdaptationState.Pending, null, null, time.GetUtcNow())), cancellation);
    }

    private static void Check(InspectModelRequest request, TaskFamily family)
    {
        if (request.Support.Count == 0)
            return;
        if (!family.NeedsDataset())
            throw ApiProblem.Invalid("support", "'support' is for models of images. This model is looked at on tasks drawn as in its training: leave it out.");
        if (request.Support.Contains(null!))
            throw ApiProblem.Invalid("support", "An entry of 'support' is null: leave it out.");
        if (request.Support.Any(example => example.X is not null || example.Y is not null || example.Part != 0))
            throw ApiProblem.Invalid("support", "This model takes labelled images: 'support' entries with 'label' and 'image'.");
        if (request.Support.Count > MostImages)
            throw ApiProblem.TooLarge($"A model is looked at with at most {MostImages} images.");
        ImageRules.CheckSupport(request.Support);
    }

    private static async Task<InspectionDetail> GetAsync(
        Guid id, Caller caller, AdaptationAccess access, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, id, cancellation);
        if (found.Kind != AdaptationKind.Inspect)
            throw ApiProblem.NotFound("adaptation");
        var row = await database.Adaptations.AsNoTracking().Where(a => a.Id == id).SingleOrGoneAsync("adaptation", cancellation);
        return new InspectionDetail(
            row.Id, row.State, row.Result is null ? null : JsonSerializer.Deserialize<ModelInspection>(row.Result, JsonSerializerOptions.Web), row.FailureReason, row.CreatedAt);
    }
}
