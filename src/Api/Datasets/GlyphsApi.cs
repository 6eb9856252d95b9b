using Hangfire;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Progress;
using WarpGrad.Data;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Datasets;

/// <summary>Datasets of practice glyphs: drawn by a worker, nothing is uploaded.</summary>
internal static class GlyphsApi
{
    public static void MapGlyphs(this IEndpointRouteBuilder api) =>
        api.MapPost("/teams/{team}/datasets/generated", CreateAsync)
            .WithTags("Datasets")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Make a dataset of practice glyphs")
            .WithDescription("Alphabets that look written by hand, drawn from a seed: something to train on without data of one's own. A worker draws them as a job, like an import.");

    private static async Task<Accepted<DatasetSummary>> CreateAsync(
        string team, CreateGlyphsRequest request, Caller caller, WarpGradDbContext database, AuditLog audit,
        IBackgroundJobClient jobs, TimeProvider time, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.DatasetCreate, team).Id;
        Check(request);
        var dataset = new Dataset
        {
            TeamId = teamId,
            Name = DatasetTexts.Name(request.Name),
            Description = DatasetTexts.Description(request.Description),
            State = DatasetState.Importing,
            Glyphs = request.ToRecipe(),
            Side = request.Side,
            Color = ImageColor.Grey,
            CreatedById = caller.Id,
            CreatedBy = caller.Name,
            CreatedAt = time.GetUtcNow(),
        };
        await using (var transaction = await database.Database.BeginTransactionAsync(cancellation))
        {
            database.Datasets.Add(dataset);
            audit.Note(caller, teamId, AuditActions.DatasetCreate, dataset.Id, dataset.Name, "Practice glyphs.");
            await database.SaveChangesAsync(cancellation);
            await database.NotifyTeamAsync(teamId, TeamChangeKinds.Dataset, dataset.Id, cancellation);
            await transaction.CommitAsync(cancellation);
        }

        jobs.Enqueue<IDatasetImportJob>(QueueNames.Housekeeping, job => job.ImportAsync(dataset.Id, CancellationToken.None));
        var summary = await DatasetAnswers.FindAsync(database, dataset.Id, cancellation);
        return TypedResults.Accepted($"/api/v1/datasets/{dataset.Id}", summary);
    }

    private static void Check(CreateGlyphsRequest request)
    {
        Demand("alphabets", request.Alphabets, GlyphRecipe.FewestAlphabets, GlyphRecipe.MostAlphabets);
        Demand("characters", request.Characters, GlyphRecipe.FewestCharacters, GlyphRecipe.MostCharacters);
        Demand("drawers", request.Drawers, GlyphRecipe.FewestDrawers, GlyphRecipe.MostDrawers);
        Demand("side", request.Side, GlyphRecipe.SmallestSide, Limits.ImageSide);
    }

    private static void Demand(string field, int value, int low, int high)
    {
        if (value < low || value > high)
            throw ApiProblem.Invalid(field, $"'{field}' must lie between {low} and {high}.");
    }
}
