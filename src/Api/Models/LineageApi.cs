using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Contracts.Models;
using WarpGrad.Data;

namespace WarpGrad.Api.Models;

/// <summary>Lineage of models.</summary>
internal static class LineageApi
{
    public static void MapLineage(this IEndpointRouteBuilder api) =>
        api.MapGet("/models/{team}/{model}/lineage", GetAsync)
            .WithTags("Models").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Where a model came from and what became of it");

    private static async Task<Lineage> GetAsync(
        string team, string model, Caller caller, ModelAccess access, WarpGradDbContext database, CancellationToken cancellation)
    {
        var found = await access.DemandAsync(caller, Operation.ModelRead, team, model, cancellation);
        return await new LineageWalk(database, caller).FromAsync(found.Id, cancellation);
    }
}
