using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Runs;

namespace WarpGrad.Jobs.Runs;

/// <summary>Everything a worker writes about its run. Each write is one transaction that names the lease.</summary>
internal sealed class RunJournal(
    WarpGradDbContext database, RunEventStore events, BlobStore blobs, CheckpointRetention retention, TimeProvider time)
{
    /// <summary>Writes a batch of reports.</summary>
    /// <returns>False, and nothing written, when the lease was lost.</returns>
    public async Task<bool> WriteAsync(RunLease lease, IReadOnlyList<RunReport> batch, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var list = new List<NewRunEvent>();
        foreach (var report in batch)
            list.Add(report.Event ?? await StoreAsync(lease.RunId, report, cancellation));
        var saved = batch.Any(report => report.State is not null);
        var secondsLeft = batch.Select(report => report.Event?.Payload).OfType<RunMetrics>().LastOrDefault()?.SecondsLeft;
        if (!await events.AppendAsync(lease.RunId, lease.Epoch, list, cancellation))
            return false;
        var step = batch.Max(report => report.Step);
        var score = batch.LastOrDefault(report => report.Score is not null)?.Score;
        await database.Runs.Where(r => r.Id == lease.RunId).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Step, step).SetProperty(r => r.Score, r => score ?? r.Score).SetProperty(r => r.Validation, r => score ?? r.Validation)
                .SetProperty(r => r.SecondsLeft, r => secondsLeft ?? r.SecondsLeft)
                .SetProperty(r => r.FruitlessTakeovers, r => saved ? 0 : r.FruitlessTakeovers), cancellation);
        if (saved)
            await retention.ThinAsync(lease.RunId, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Says that a worker took the run, and from which step it goes on; later metrics of an earlier try no longer count.</summary>
    /// <returns>False, and nothing written, when the lease was lost.</returns>
    public async Task<bool> BeginAsync(RunLease lease, long step, RunState state, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var started = await database.RunEvents.AnyAsync(e => e.RunId == lease.RunId && e.Kind == RunEventKinds.Metrics, cancellation);
        List<NewRunEvent> list = started ? [new NewRunEvent(RunEventKinds.Resumed, new RunResumed(step))] : [];
        list.Add(new NewRunEvent(RunEventKinds.State, new RunStateChanged(state)));
        // Before all else: what follows names no lease, and the append locks the run for whoever holds it.
        if (!await events.AppendAsync(lease.RunId, lease.Epoch, list, cancellation))
            return false;
        await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE run_events SET "Superseded" = true
            WHERE "RunId" = {lease.RunId} AND "Kind" = {RunEventKinds.Metrics} AND ("Payload"->>'step')::bigint > {step}
            """, cancellation);
        await database.Runs.Where(r => r.Id == lease.RunId).ExecuteUpdateAsync(set => set.SetProperty(r => r.Step, step), cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Puts an unfinished run down: in the way that people want by now, which a worker that has stopped may not have heard.</summary>
    /// <param name="lease">The lease on the run.</param>
    /// <param name="otherwise">The state where nobody wants anything of it.</param>
    /// <param name="cancellation">Stops before anything is visible.</param>
    /// <returns>The state that it is left in; null, and nothing written, when the lease was lost.</returns>
    public async Task<RunState?> PutDownAsync(RunLease lease, RunState otherwise, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var wish = await database.Runs
            .FromSql($"""SELECT * FROM runs WHERE "Id" = {lease.RunId} AND "LeaseEpoch" = {lease.Epoch} FOR UPDATE""")
            .Select(r => (RunState?)r.State).SingleOrDefaultAsync(cancellation);
        var state = wish switch
        {
            RunState.Cancelling => RunState.Cancelled,
            RunState.Pausing => RunState.Paused,
            _ => otherwise,
        };
        if (!await EndInTransactionAsync(lease, state, [], null, null, cancellation))
            return null;
        await transaction.CommitAsync(cancellation);
        return state;
    }

    /// <summary>Ends the worker's part: sets the state and gives the lease back.</summary>
    public async Task<bool> EndAsync(
        RunLease lease, RunState state, IReadOnlyList<NewRunEvent> before, CancellationToken cancellation, string? reason = null, string? detail = null)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var written = await EndInTransactionAsync(lease, state, before, reason, detail, cancellation);
        await transaction.CommitAsync(cancellation);
        return written;
    }

    /// <summary>As <see cref="EndAsync"/>, inside the caller's transaction.</summary>
    public async Task<bool> EndInTransactionAsync(
        RunLease lease, RunState state, IReadOnlyList<NewRunEvent> before, string? reason, string? detail, CancellationToken cancellation)
    {
        List<NewRunEvent> list = [.. before, new NewRunEvent(RunEventKinds.State, new RunStateChanged(state, reason))];
        if (!await events.AppendAsync(lease.RunId, lease.Epoch, list, cancellation))
            return false;
        var finished = state.IsFinal() ? time.GetUtcNow() : (DateTimeOffset?)null;
        var queued = state == RunState.Queued ? time.GetUtcNow() : (DateTimeOffset?)null;
        await database.Runs.Where(r => r.Id == lease.RunId).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, state).SetProperty(r => r.LeaseOwner, (string?)null)
                .SetProperty(r => r.LeaseRenewedAt, (DateTimeOffset?)null).SetProperty(r => r.SecondsLeft, (double?)null)
                .SetProperty(r => r.QueuedAt, r => queued ?? r.QueuedAt).SetProperty(r => r.FinishedAt, finished).SetProperty(r => r.FailureReason, reason).SetProperty(r => r.FailureDetail, detail),
            cancellation);
        return true;
    }

    private async Task<NewRunEvent> StoreAsync(Guid runId, RunReport report, CancellationToken cancellation)
    {
        report.State!.Position = 0;
        var blob = await blobs.WriteAsync(report.State, cancellation);
        var checkpoint = new Checkpoint { RunId = runId, Step = report.Step, Score = report.Score, BlobId = blob.Id, CreatedAt = time.GetUtcNow() };
        database.Checkpoints.Add(checkpoint);
        await database.SaveChangesAsync(cancellation);
        return new NewRunEvent(RunEventKinds.Checkpoint, new RunCheckpointSaved(checkpoint.Id, checkpoint.Step, blob.Length));
    }
}
