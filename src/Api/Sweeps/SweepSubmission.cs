using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Runs;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Sweeps;

namespace WarpGrad.Api.Sweeps;

/// <summary>Turns a request into a sweep and the queued runs that are its trials, all of them or none.</summary>
internal sealed class SweepSubmission(WarpGradDbContext database, RunSubmission runs, AuditLog audit, TimeProvider time)
{
    // Leaves room for the number of the trial.
    private const int LongestName = 92;

    /// <summary>Checks every trial, stores sweep and runs, and puts the runs on the queue once they are stored.</summary>
    /// <param name="team">Team that owns them.</param>
    /// <param name="request">The request.</param>
    /// <param name="caller">Who submits it, already allowed to.</param>
    /// <param name="cancellation">Stops it before it is stored.</param>
    /// <returns>Id of the sweep.</returns>
    /// <exception cref="ApiProblem">The request, or the spec of one of its trials, cannot run.</exception>
    public async Task<Guid> SubmitAsync(CallerTeam team, CreateSweepRequest request, Caller caller, CancellationToken cancellation)
    {
        var (spec, name, tags, priority) = RunRequests.Read(new CreateRunRequest
        {
            Name = request.Name,
            Recipe = request.Recipe,
            Overrides = request.Overrides,
            Spec = request.Spec,
            Priority = request.Priority,
            Tags = request.Tags,
        });
        if (SweepPlan.Check(request) is { Count: > 0 } errors)
            throw ApiProblem.Spec(errors);
        CheckHalving(request, spec);
        var sweep = new Sweep
        {
            TeamId = team.Id,
            Name = name,
            Search = request.Search,
            Family = spec.Task.Family,
            Spec = SpecJson.Write(spec),
            Axes = JsonSerializer.Serialize(request.Axes, SpecJson.Options),
            Rungs = request.Search == SweepSearch.Halving ? [.. SweepPlan.Rungs(request.MinSteps, request.Reduction, spec)] : [spec.OuterLoop.MetaSteps],
            Reduction = request.Reduction,
            Seed = request.Seed,
            CreatedBy = caller.Name,
            CreatedAt = time.GetUtcNow(),
        };
        var trials = await TrialsAsync(sweep, team, request, new RunOrder(spec, name, tags, priority), caller, cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        database.Sweeps.Add(sweep);
        audit.Note(caller, team.Id, AuditActions.SweepCreate, sweep.Id, name, $"{trials.Count} trials.");
        await runs.StoreAsync(team, trials, cancellation);
        await database.NotifyTeamAsync(team.Id, TeamChangeKinds.Sweep, sweep.Id, cancellation);
        await transaction.CommitAsync(cancellation);
        runs.Enqueue(trials);
        return sweep.Id;
    }

    private async Task<List<Run>> TrialsAsync(
        Sweep sweep, CallerTeam team, CreateSweepRequest request, RunOrder common, Caller caller, CancellationToken cancellation)
    {
        var trials = new List<Run>();
        var document = JsonNode.Parse(sweep.Spec)!.AsObject();
        foreach (var (place, values) in SweepPlan.Trials(request).Index())
            try
            {
                var order = RunRequests.Read(SweepPlan.Apply(document, request.Axes, values)) with { Name = $"{StoredText.Cut(sweep.Name, LongestName)} · {place + 1}", Tags = common.Tags, Priority = common.Priority };
                // The queue takes runs by age: a trial that goes on is older than those that have not begun.
                trials.Add(await runs.MakeAsync(team, order, caller, cancellation, sweep, place + 1));
            }
            catch (ApiProblem problem)
            {
                throw ApiProblem.Spec([new SpecError($"trials[{place + 1}]", $"Trial {place + 1} ({Describe(request.Axes, values)}) cannot run: {problem.Message}")]);
            }

        return trials;
    }

    private static void CheckHalving(CreateSweepRequest request, RunSpec spec)
    {
        if (request.Search != SweepSearch.Halving)
            return;
        if (request.MinSteps < 1 || request.MinSteps >= spec.OuterLoop.MetaSteps)
            throw ApiProblem.Invalid("minSteps", $"The first rung lies between 1 and the meta-steps of the spec, which are {spec.OuterLoop.MetaSteps}.");
        if (spec.OuterLoop.MaxMinutes > 0)
            throw ApiProblem.Invalid("spec.outerLoop.maxMinutes", "Successive halving counts meta-steps: leave the time limit out.");
        if (spec.MetaLearner.Algorithm == MetaAlgorithm.None)
            throw ApiProblem.Invalid("spec.metaLearner.algorithm", "Without meta-learning there are no meta-steps to stop at: use a grid or a random search.");
        string[] lengths = ["outerLoop.metaSteps", "outerLoop.maxMinutes", "evaluation.interval", "metaLearner.algorithm"];
        if (request.Axes.Select(axis => axis.Path).Intersect(lengths).FirstOrDefault() is { } path)
            throw ApiProblem.Invalid("axes", $"Trials of successive halving stop at the same meta-steps: '{path}' cannot vary.");
    }

    private static string Describe(IReadOnlyList<SweepAxis> axes, IReadOnlyList<JsonValue> values) =>
        string.Join(", ", axes.Zip(values, (axis, value) => string.Create(CultureInfo.InvariantCulture, $"{axis.Path} = {value.ToJsonString()}")));
}
