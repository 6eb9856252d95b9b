using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Models;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;
using WarpGrad.Jobs.Models;

namespace WarpGrad.Jobs.Runs;

/// <summary>Ends a successful run: result, model version and final state become visible together.</summary>
internal sealed class ModelRegistrar(WarpGradDbContext database, RunJournal journal, BlobStore blobs, ModelShelf shelf, TimeProvider time)
{
    /// <summary>Registers the run's model under the run's name, or that of its sweep: a new model, or the next version of the team's model of that name.</summary>
    /// <param name="lease">The lease on the run.</param>
    /// <param name="model">The model file.</param>
    /// <param name="step">Meta-steps done.</param>
    /// <param name="result">Result on test tasks, finite.</param>
    /// <param name="scores">Score of every test task, finite.</param>
    /// <param name="cancellation">Stops before anything is visible.</param>
    /// <returns>False, and nothing written, when the lease was lost.</returns>
    public async Task<bool> FinishAsync(RunLease lease, Stream model, long step, EvaluationSummary result, double[] scores, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var run = await database.Runs.Include(r => r.Team).Include(r => r.DatasetVersion).Include(r => r.Sweep).AsNoTracking().SingleAsync(r => r.Id == lease.RunId, cancellation);
        var (shelved, number) = await shelf.PlaceAsync(run.TeamId, run.Sweep?.Name ?? run.Name, cancellation);
        var blob = await blobs.WriteAsync(model, cancellation);
        var version = Version(run, shelved, number, blob, step, result);
        database.ModelVersions.Add(version);
        await database.SaveChangesAsync(cancellation);
        await database.Runs.Where(r => r.Id == lease.RunId).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Score, result.Score).SetProperty(r => r.Step, step).SetProperty(r => r.TaskScores, scores)
                .SetProperty(r => r.Result, JsonSerializer.Serialize(result, JsonSerializerOptions.Web)), cancellation);
        var reference = new ModelReference(run.Team!.Slug, version.Model!.Slug, version.Model.Name, version.Number);
        NewRunEvent[] events = [new(RunEventKinds.Result, result), new(RunEventKinds.Model, reference)];
        if (!await journal.EndInTransactionAsync(lease, RunState.Succeeded, events, null, null, cancellation))
            return false;
        await database.NotifyTeamAsync(run.TeamId, TeamChangeKinds.Model, version.ModelId, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private ModelVersion Version(Run run, Model model, int number, Blob blob, long step, EvaluationSummary result) => new()
    {
        ModelId = model.Id,
        Model = model,
        Number = number,
        RunId = run.Id,
        Spec = run.Spec,
        Family = run.Family,
        Step = step,
        DatasetHash = run.DatasetVersion?.Hash ?? "",
        Image = run.DatasetVersion is { } data ? [data.Channels, data.Height, data.Width] : null,
        BlobId = blob.Id,
        Result = JsonSerializer.Serialize(result, JsonSerializerOptions.Web),
        CreatedBy = run.CreatedBy,
        CreatedAt = time.GetUtcNow(),
    };
}
