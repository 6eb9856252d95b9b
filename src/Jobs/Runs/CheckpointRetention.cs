using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Runs;

namespace WarpGrad.Jobs.Runs;

/// <summary>Keeps the newest checkpoints of a run, to go on from, and the best on validation tasks, to go back to.</summary>
internal sealed class CheckpointRetention(WarpGradDbContext database, BlobStore blobs, IOptions<WorkerOptions> options)
{
    /// <summary>Removes the run's other checkpoints inside the caller's transaction.</summary>
    public async Task ThinAsync(Guid runId, CancellationToken cancellation)
    {
        var checkpoints = await database.Checkpoints.AsNoTracking().Where(c => c.RunId == runId)
            .OrderByDescending(c => c.Step).ThenByDescending(c => c.Id).ToListAsync(cancellation);
        if (checkpoints.Count <= options.Value.CheckpointsKept)
            return;
        var family = await database.Runs.Where(r => r.Id == runId).Select(r => r.Family).SingleAsync(cancellation);
        var best = Best(checkpoints, family.MeasureOf().MoreIsBetter());
        foreach (var checkpoint in checkpoints.Skip(options.Value.CheckpointsKept).Where(c => c.Id != best?.Id))
        {
            await database.Checkpoints.Where(c => c.Id == checkpoint.Id).ExecuteDeleteAsync(cancellation);
            await blobs.DeleteAsync(checkpoint.BlobId, cancellation);
        }
    }

    /// <summary>The checkpoint of the best score, the newest among equals; null where no score was measured.</summary>
    /// <param name="checkpoints">Checkpoints of one run, newest first.</param>
    /// <param name="moreIsBetter">Whether a larger score is better.</param>
    internal static Checkpoint? Best(IEnumerable<Checkpoint> checkpoints, bool moreIsBetter)
    {
        var scored = checkpoints.Where(c => c.Score is not null);
        return moreIsBetter ? scored.MaxBy(c => c.Score) : scored.MinBy(c => c.Score);
    }
}
