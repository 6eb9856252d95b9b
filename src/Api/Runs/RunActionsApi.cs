using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;

namespace WarpGrad.Api.Runs;

/// <summary>What people do to runs, one by one and many at once.</summary>
internal static class RunActionsApi
{
    public static void MapRunActions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Runs").ProducesProblem(StatusCodes.Status404NotFound);
        foreach (var (verb, control) in RunControl.Verbs)
            group.MapPost($"/runs/{{id:guid}}/{verb}", (Guid id, Caller caller, RunControl controls, RunReader reader, CancellationToken cancellation) =>
                    ControlAsync(id, caller, controls, reader, control, cancellation))
                .ProducesProblem(StatusCodes.Status409Conflict)
                .WithSummary(control.Summary);
        group.MapPost("/runs/{id:guid}/priority", PrioritizeAsync).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Change a run's place among the team's queued runs");
        group.MapPatch("/runs/{id:guid}", ChangeAsync).ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Change a run's name or tags");
        group.MapPost("/runs/{id:guid}/clone", CloneAsync)
            // A request without a body has no content type, and would not find an endpoint that wants a certain one.
            .Accepts<CloneRunRequest>(isOptional: true, "application/json", "*/*")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Submit the same spec again, with changes or without");
        group.MapDelete("/runs/{id:guid}", DeleteAsync).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Delete a run that no worker has, with its events and checkpoints; the model that it became stays");
        group.MapPost("/teams/{team}/runs/bulk", BulkAsync).ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Do something to many runs; the answer says of each whether it was done");
    }

    private static async Task<Accepted<RunSummary>> ControlAsync(
        Guid id, Caller caller, RunControl controls, RunReader reader, RunControl.Verb verb, CancellationToken cancellation)
    {
        await controls.ApplyAsync(id, caller, verb, cancellation);
        return RunsApi.Accept(await reader.SummaryAsync(id, cancellation));
    }

    private static async Task<RunSummary> PrioritizeAsync(
        Guid id, RunPriorityRequest request, Caller caller, RunControl controls, RunReader reader, CancellationToken cancellation)
    {
        await controls.PrioritizeAsync(id, caller, request.Priority, cancellation);
        return await reader.SummaryAsync(id, cancellation);
    }

    private static async Task<RunSummary> ChangeAsync(
        Guid id, ChangeRunRequest request, Caller caller, RunControl controls, RunReader reader, CancellationToken cancellation)
    {
        await controls.ChangeAsync(id, caller, request, cancellation);
        return await reader.SummaryAsync(id, cancellation);
    }

    private static async Task<Accepted<RunSummary>> CloneAsync(
        Guid id, CloneRunRequest? request, Caller caller, WarpGradDbContext database, RunSubmission submission, CancellationToken cancellation)
    {
        var run = await RunsApi.FindAsync(id, caller, database, cancellation);
        caller.Demand(Operation.RunCreate, run.TeamId, "run");
        var owner = caller.Teams.Values.Single(team => team.Id == run.TeamId);
        var spec = SpecJson.TryRead(SpecJson.Merge(JsonNode.Parse(run.Spec)!.AsObject(), request?.Overrides ?? []), out var error) ?? throw ApiProblem.Spec([error!]);
        if (SpecValidator.Validate(spec) is { Count: > 0 } errors)
            throw ApiProblem.Spec(errors);
        var name = RunTexts.NameOrEmpty(request?.Name);
        var order = new RunOrder(spec, name.Length > 0 ? name : run.Name, request?.Tags is { } tags ? RunTexts.Tags(tags) : run.Tags, request?.Priority ?? run.Priority);
        return RunsApi.Accept(await submission.SubmitAsync(owner, order, caller, $"Again what run {id} did.", cancellation));
    }

    private static async Task<NoContent> DeleteAsync(Guid id, Caller caller, RunControl controls, CancellationToken cancellation)
    {
        await controls.DeleteAsync(id, caller, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<BulkRunAnswer> BulkAsync(
        string team, BulkRunRequest request, Caller caller, WarpGradDbContext database, RunControl controls, CancellationToken cancellation)
    {
        var owner = caller.Demand(request.Action == RunAction.Delete ? Operation.RunDelete : Operation.RunControl, team);
        var (runs, more) = await ChosenAsync(owner.Id, request, database, cancellation);
        var own = await database.Runs.Where(r => r.TeamId == owner.Id && runs.Contains(r.Id)).Select(r => r.Id).ToHashSetAsync(cancellation);
        var outcomes = new List<BulkRunOutcome>();
        foreach (var run in runs)
        {
            try
            {
                if (!own.Contains(run))
                    throw ApiProblem.NotFound("run");
                await ActAsync(run, request.Action, caller, controls, cancellation);
                outcomes.Add(new BulkRunOutcome(run, true, null));
            }
            catch (ApiProblem refusal)
            {
                outcomes.Add(new BulkRunOutcome(run, false, refusal.Message));
            }

            // Each run is a transaction of its own: what one was refused must not be stored with the next.
            database.ChangeTracker.Clear();
        }

        return new BulkRunAnswer(outcomes, more);
    }

    private static Task ActAsync(Guid run, RunAction action, Caller caller, RunControl controls, CancellationToken cancellation) => action switch
    {
        RunAction.Cancel => controls.ApplyAsync(run, caller, RunControl.Verbs["cancel"], cancellation),
        RunAction.Pause => controls.ApplyAsync(run, caller, RunControl.Verbs["pause"], cancellation),
        RunAction.Resume => controls.ApplyAsync(run, caller, RunControl.Verbs["resume"], cancellation),
        RunAction.Retry => controls.ApplyAsync(run, caller, RunControl.Verbs["retry"], cancellation),
        RunAction.Delete => controls.DeleteAsync(run, caller, cancellation),
        _ => throw ApiProblem.Invalid("action", "'action' is one of cancel, pause, resume, retry, delete."),
    };

    private static async Task<(IReadOnlyList<Guid> Runs, bool More)> ChosenAsync(
        Guid teamId, BulkRunRequest request, WarpGradDbContext database, CancellationToken cancellation)
    {
        if ((request.Runs is null) == (request.Filter is null))
            throw ApiProblem.Invalid("runs", "Say which runs: give either 'runs' or 'filter'.");
        if (request.Runs is { } named)
            return named.Count <= Limits.BulkRuns
                ? ([.. named.Distinct()], false)
                : throw ApiProblem.Invalid("runs", $"'runs' holds at most {Limits.BulkRuns} runs: send several requests.");
        var filter = request.Filter!;
        var tag = Tagging.Wanted(filter.Tag, "filter.tag");
        if (filter is { State: null, Family: null, SubmittedBefore: null } && tag is null)
            throw ApiProblem.Invalid("filter", "'filter' holds for every run: give a state, a family, a tag or a time.");
        var before = filter.SubmittedBefore?.ToUniversalTime();
        var found = await database.Runs
            .Where(r => r.TeamId == teamId && (filter.State == null || r.State == filter.State) && (filter.Family == null || r.Family == filter.Family)
                && (before == null || r.CreatedAt < before) && (tag == null || r.Tags.Contains(tag)))
            .OrderBy(r => r.Id)
            .Select(r => r.Id)
            .Take(Limits.BulkRuns + 1)
            .ToListAsync(cancellation);
        return ([.. found.Take(Limits.BulkRuns)], found.Count > Limits.BulkRuns);
    }
}
