using Hangfire;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Runs;

/// <summary>Turns a valid spec into a queued run.</summary>
internal sealed class RunSubmission(WarpGradDbContext database, RunEventStore events, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>Checks the spec against its dataset, where its tasks need one, stores the run, and puts it on the queue once it is stored.</summary>
    /// <exception cref="ApiProblem">The dataset is unknown, not ready, does not fit the spec, or is given where tasks need none.</exception>
    public async Task<RunSummary> SubmitAsync(Guid teamId, RunSpec spec, string name, Caller caller, CancellationToken cancellation)
    {
        var versionId = await CheckDatasetAsync(teamId, spec, cancellation);
        var run = new Run
        {
            TeamId = teamId,
            Name = name,
            State = RunState.Queued,
            Spec = SpecJson.Write(spec),
            Seed = spec.Seed,
            Family = spec.Task.Family,
            DatasetVersionId = versionId,
            TotalSteps = spec.OuterLoop.MetaSteps,
            EnqueuedAt = time.GetUtcNow(),
            CreatedById = caller.Id,
            CreatedBy = caller.Name,
            CreatedAt = time.GetUtcNow(),
        };
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        database.Runs.Add(run);
        await database.SaveChangesAsync(cancellation);
        await events.AppendAsync(run.Id, null, [new NewRunEvent(RunEventKinds.State, new RunStateChanged(RunState.Queued))], cancellation);
        await transaction.CommitAsync(cancellation);
        jobs.Enqueue<IMetaTrainingJob>(QueueNames.Training, job => job.RunAsync(run.Id, CancellationToken.None));
        return await database.Runs.Where(r => r.Id == run.Id).Select(RunAnswers.Summary(database)).SingleAsync(cancellation);
    }

    private async Task<Guid?> CheckDatasetAsync(Guid teamId, RunSpec spec, CancellationToken cancellation)
    {
        const string field = "task.dataset";
        if (!spec.Task.Family.NeedsDataset())
            return spec.Task.Dataset is null ? null : throw ApiProblem.Spec([new SpecError(field, "Tasks of this family are drawn from the seed: leave the dataset out.")]);
        var dataset = await database.Datasets.AsNoTracking()
            .Where(d => d.Id == spec.Task.Dataset && d.TeamId == teamId)
            .Select(d => new { d.Name, d.State, Version = d.Versions.OrderByDescending(v => v.Number).FirstOrDefault() })
            .SingleOrDefaultAsync(cancellation)
            ?? throw ApiProblem.Spec([new SpecError(field, "The team has no such dataset: give the id of one of its datasets.")]);
        if (dataset.Version is null)
            throw ApiProblem.Spec([new SpecError(field, dataset.State == DatasetState.Importing
                ? $"'{dataset.Name}' is still being imported: try again when it is ready."
                : $"The import of '{dataset.Name}' failed: upload it again.")]);
        var classes = await database.DatasetClasses.AsNoTracking()
            .Where(c => c.VersionId == dataset.Version.Id)
            .OrderBy(c => c.Index)
            .Select(c => new ClassShape(c.Group, c.Split, c.Images))
            .ToListAsync(cancellation);
        var shape = new DatasetShape(dataset.Version.Channels, dataset.Version.Height, dataset.Version.Width, classes);
        return DataRules.Check(spec, shape) is { Count: > 0 } errors
            ? throw ApiProblem.Spec(errors)
            : dataset.Version.Id;
    }
}
