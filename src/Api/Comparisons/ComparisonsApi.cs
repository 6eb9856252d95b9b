using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Contracts.Comparisons;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Models;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Comparisons;

/// <summary>Two runs or two model versions side by side.</summary>
internal static class ComparisonsApi
{
    public static void MapComparisons(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/compare").WithTags("Comparisons").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/runs", RunsAsync).WithSummary("Two runs: where their specs differ, and their results against each other");
        group.MapGet("/versions", VersionsAsync).WithSummary("Two model versions, each as team/model/version");
    }

    private static async Task<Comparison> RunsAsync(Guid left, Guid right, Caller caller, WarpGradDbContext database, CancellationToken cancellation) =>
        Of(await RunAsync(left, caller, database, cancellation), await RunAsync(right, caller, database, cancellation));

    private static async Task<Comparison> VersionsAsync(
        string left, string right, Caller caller, ModelAccess access, CancellationToken cancellation) =>
        Of(await VersionAsync(left, "left", caller, access, cancellation), await VersionAsync(right, "right", caller, access, cancellation));

    private static Comparison Of(Subject left, Subject right) =>
        new(left.Thing, right.Thing, SpecDifferences.Between(left.Spec, right.Spec), ScoreTest.Compare(left, right));

    private static async Task<Subject> RunAsync(Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var run = await database.Runs.AsNoTracking().Include(r => r.DatasetVersion).SingleOrDefaultAsync(r => r.Id == id, cancellation);
        caller.Demand(Operation.RunRead, run?.TeamId ?? Guid.Empty, "run");
        var spec = JsonSerializer.Deserialize<RunSpec>(run!.Spec, SpecJson.Options)!;
        var result = run.Result is null ? null : StoredJson.Read<EvaluationSummary>(run.Result);
        return new Subject(new ComparedThing(run.Name, $"/runs/{id}", run.Step, run.DatasetVersion?.Hash, result), spec, run.TaskScores);
    }

    private static async Task<Subject> VersionAsync(string address, string field, Caller caller, ModelAccess access, CancellationToken cancellation)
    {
        if (address.Split('/') is not [var team, var model, var number])
            throw ApiProblem.Invalid(field, $"'{field}' is written as team/model/version, such as first-team/omniglot/2.");
        var version = await access.DemandVersionAsync(caller, Operation.ModelRead, team, model, number, cancellation);
        var thing = new ComparedThing(
            $"{version.Model!.Name}, version {version.Number}", $"/models/{team}/{model}", version.Step,
            version.DatasetHash.Length > 0 ? version.DatasetHash : null, ModelAnswers.Result(version));
        return new Subject(thing, ModelAnswers.Spec(version), version.Run?.TaskScores);
    }

    /// <summary>One of two things compared.</summary>
    /// <param name="Thing">As the answer shows it.</param>
    /// <param name="Spec">Its spec.</param>
    /// <param name="TaskScores">Score of every test task; null where it is not known.</param>
    internal sealed record Subject(ComparedThing Thing, RunSpec Spec, double[]? TaskScores);
}
