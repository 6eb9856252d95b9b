using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Models;
using WarpGrad.Data.Notifications;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Compute;
using WarpGrad.Jobs.Imports;

namespace WarpGrad.Jobs.Models;

/// <summary>Registers a model file as a version of what it says it is, or refuses it with one sentence.</summary>
internal sealed class ModelImportJob(
    WarpGradDbContext database, BlobStore blobs, ModelShelf shelf, IOptions<WorkerOptions> options, TimeProvider time, ILogger<ModelImportJob> logger)
    : ImportJob<ModelImport>(database, options, logger), IModelImportJob
{
    protected override async Task EndAsync(Guid importId, Func<ModelImport, Task> end, CancellationToken stopping)
    {
        await using var transaction = await Database.Database.BeginTransactionAsync(stopping);
        // Whoever holds the row imports; a second delivery of the job finds it locked or done.
        var import = await Database.ModelImports
            .FromSql($"""SELECT * FROM model_imports WHERE "Id" = {importId} FOR UPDATE SKIP LOCKED""")
            .SingleOrDefaultAsync(stopping);
        if (import is not { State: ModelImportState.Pending })
            return;
        await end(import);
        await transaction.CommitAsync(stopping);
    }

    protected override async Task StoreAsync(ModelImport import, CancellationToken stopping) =>
        await RegisterAsync(import, await CheckAsync(import, stopping), stopping);

    private async Task<CheckpointInfo> CheckAsync(ModelImport import, CancellationToken stopping)
    {
        var blobId = import.BlobId ?? throw new InvalidCheckpointException("The file is gone: send it again.");
        var length = await Database.Blobs.Where(b => b.Id == blobId).Select(b => b.Length).SingleAsync(stopping);
        if (length > Limits.ModelBytes)
            throw new InvalidCheckpointException($"The file has {length} bytes; a model may have {Limits.ModelBytes}.");
        await using var file = TemporaryFile.Create();
        await blobs.CopyToAsync(blobId, file, stopping);
        file.Position = 0;
        return WarpCheckpoint.CheckModel(file);
    }

    private async Task RegisterAsync(ModelImport import, CheckpointInfo info, CancellationToken stopping)
    {
        var (model, number) = await shelf.PlaceAsync(import.TeamId, import.Name, stopping);
        var version = new ModelVersion
        {
            ModelId = model.Id,
            Number = number,
            Imported = true,
            Spec = SpecJson.Write(info.Spec),
            Family = info.Spec.Task.Family,
            Step = info.Step,
            DatasetHash = info.Dataset,
            Image = info.Image is { } image ? [image.Channels, image.Height, image.Width] : null,
            BlobId = import.BlobId!.Value,
            CreatedBy = import.CreatedBy,
            CreatedAt = time.GetUtcNow(),
        };
        Database.ModelVersions.Add(version);
        (import.State, import.VersionId) = (ModelImportState.Done, version.Id);
        await Database.SaveChangesAsync(stopping);
        await Database.NotifyTeamAsync(import.TeamId, TeamChangeKinds.Model, model.Id, stopping);
    }

    protected override async Task RefuseAsync(ModelImport import, string reason, CancellationToken stopping)
    {
        var file = import.BlobId;
        (import.State, import.FailureReason, import.BlobId) = (ModelImportState.Failed, reason, null);
        await Database.SaveChangesAsync(stopping);
        if (file is { } refused)
            await blobs.DeleteAsync(refused, stopping);
        await Database.NotifyTeamAsync(import.TeamId, TeamChangeKinds.Model, import.Id, stopping);
    }
}
