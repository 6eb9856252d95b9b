using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Runs;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;

namespace WarpGrad.Api.Models;

/// <summary>Starting a run of one's own from somebody's model, without their data.</summary>
internal static class ForksApi
{
    public static void MapForks(this IEndpointRouteBuilder api) =>
        api.MapPost("/models/{team}/{model}/versions/{version}/fork", ForkAsync)
            .WithTags("Models")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Train a version further in a team of one's own")
            .WithDescription("The run has the version's spec with the overrides laid over it and starts from its warp-layers, initialisation and learned rates. Families of images need 'task.dataset' among the overrides: a dataset that the team may use.");

    private static async Task<Accepted<RunSummary>> ForkAsync(
        string team, string model, string version, ForkRequest request, Caller caller, ModelAccess access, RunSubmission submission, CancellationToken cancellation)
    {
        var parent = await access.DemandVersionAsync(caller, Operation.ModelAdapt, team, model, version, cancellation);
        var receiver = caller.Demand(Operation.RunCreate, request.Team ?? "");
        var spec = SpecOf(ModelAnswers.Spec(parent), request, parent.Id);
        var name = Texts.Line(request.Name, "name", 0, 100, "Give the run a name");
        if (name.Length == 0)
            name = NameOf(parent.Model!.Name);
        var run = await submission.SubmitAsync(receiver, new RunOrder(spec, name, []), caller, $"Starts from {team}/{model}, version {parent.Number}.", cancellation);
        return TypedResults.Accepted($"/api/v1/runs/{run.Id}", run);
    }

    /// <summary>Never the parent's own name, however long that is: the fork would become its next version.</summary>
    private static string NameOf(string parent) => parent.Length <= 94 ? $"{parent}, fork" : StoredText.Cut($"Fork of {parent}", 100).TrimEnd();

    private static RunSpec SpecOf(RunSpec parent, ForkRequest request, Guid parentId)
    {
        // The dataset of the version belongs to others.
        var start = JsonNode.Parse(SpecJson.Write(parent with { StartFrom = parentId, Task = parent.Task with { Dataset = null } }))!.AsObject();
        var spec = SpecJson.TryRead(SpecJson.Merge(start, request.Overrides ?? []), out var error) ?? throw ApiProblem.Spec([error!]);
        if (spec.StartFrom != parentId)
            throw ApiProblem.Spec([new SpecError("startFrom", "A fork starts from the version in its address: leave this out.")]);
        return SpecValidator.Validate(spec) is { Count: > 0 } errors ? throw ApiProblem.Spec(errors) : spec;
    }
}
