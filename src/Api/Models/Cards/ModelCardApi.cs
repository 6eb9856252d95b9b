using WarpGrad.Api.Authorization;
using WarpGrad.Contracts.Models;

namespace WarpGrad.Api.Models.Cards;

/// <summary>Model cards.</summary>
internal static class ModelCardApi
{
    public static void MapModelCards(this IEndpointRouteBuilder api) =>
        api.MapGet("/models/{team}/{model}/versions/{version}/card", GetAsync)
            .WithTags("Models").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The model card of a version, written from what is recorded about it, and as Markdown");

    private static async Task<ModelCard> GetAsync(
        string team, string model, string version, Caller caller, ModelAccess access, ModelRecord record, CancellationToken cancellation)
    {
        var found = await access.DemandVersionAsync(caller, Operation.ModelFind, team, model, version, cancellation);
        return ModelCardWriter.Write(await record.ReadAsync(found, caller, cancellation));
    }
}
