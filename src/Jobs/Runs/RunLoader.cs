using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Runs;
using WarpGrad.Engine;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Tasks;
using WarpGrad.Jobs.Datasets;

namespace WarpGrad.Jobs.Runs;

/// <summary>Everything needed to train a run.</summary>
/// <param name="Spec">Its spec.</param>
/// <param name="Data">Its dataset version; null where tasks need none.</param>
/// <param name="State">Its newest training state, null when it starts anew.</param>
/// <param name="Model">The model file that it starts from, null when there is none or a state is newer.</param>
/// <param name="StepLimit">Meta-step after which it waits for its sweep; null without such a stop.</param>
internal sealed record LoadedRun(RunSpec Spec, PackedImages? Data, MemoryStream? State, MemoryStream? Model, long? StepLimit)
{
    /// <summary>The trainer, at the newest state.</summary>
    public MetaTrainer CreateTrainer()
    {
        if (State is not null)
            return MetaTrainer.Resume(Spec, Data, State);
        using var start = Model is null ? null : WarpCheckpoint.ReadModel(Model);
        return MetaTrainer.Create(Spec, Data, start: start);
    }
}

/// <summary>Reads a run from the database.</summary>
internal sealed class RunLoader(WarpGradDbContext database, BlobStore blobs, RunAccess access)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="MaterialWithdrawnException">Its team may no longer use its dataset or the model that it starts from.</exception>
    public async Task<LoadedRun> LoadAsync(Guid runId, CancellationToken cancellation)
    {
        var run = await database.Runs.AsNoTracking().Include(r => r.DatasetVersion).Include(r => r.ParentVersion)
            .SingleAsync(r => r.Id == runId, cancellation);
        if (await access.RefusalAsync(runId, cancellation) is { } refusal)
            throw new MaterialWithdrawnException(refusal);
        var spec = JsonSerializer.Deserialize<RunSpec>(run.Spec, SpecJson.Options)!;
        var data = run.DatasetVersion is { } version ? await ReadAsync(version, cancellation) : null;
        var newest = await database.Checkpoints.AsNoTracking().Where(c => c.RunId == runId)
            .OrderByDescending(c => c.Step).ThenByDescending(c => c.Id).FirstOrDefaultAsync(cancellation);
        var state = newest is null ? null : await ReadAsync(newest.BlobId, cancellation);
        var model = state is null && run.ParentVersion is { } parent ? await ReadAsync(parent.BlobId, cancellation) : null;
        return new LoadedRun(spec, data, state, model, run.StepLimit);
    }

    private async Task<PackedImages> ReadAsync(DatasetVersion version, CancellationToken cancellation)
    {
        var classes = await ClassTable.ReadAsync(database, version.Id, cancellation);
        var pixels = await ReadAsync(version.PixelsBlobId, cancellation);
        return new PackedImages(pixels.ToArray(), version.Channels, version.Height, version.Width, classes, version.Hash);
    }

    private async Task<MemoryStream> ReadAsync(Guid blobId, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        await blobs.CopyToAsync(blobId, bytes, cancellation);
        bytes.Position = 0;
        return bytes;
    }
}
