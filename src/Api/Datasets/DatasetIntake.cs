using Hangfire;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Progress;
using WarpGrad.Data;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Datasets;

/// <summary>Makes datasets of files that have arrived, whichever way they came.</summary>
internal sealed class DatasetIntake(WarpGradDbContext database, AuditLog audit, IBackgroundJobClient jobs, TimeProvider time)
{
    /// <summary>Adds a dataset inside the caller's transaction.</summary>
    /// <param name="caller">Who sent the file.</param>
    /// <param name="teamId">Team that owns it.</param>
    /// <param name="upload">What was said about the file.</param>
    /// <param name="blobId">The file.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The dataset's id.</returns>
    public async Task<Guid> AddAsync(Caller caller, Guid teamId, DatasetUpload upload, Guid blobId, long length, CancellationToken cancellation)
    {
        var dataset = new Dataset
        {
            TeamId = teamId,
            Name = upload.Name,
            Description = upload.Description,
            State = DatasetState.Importing,
            UploadBlobId = blobId,
            Side = upload.Side,
            Color = upload.Color,
            CreatedById = caller.Id,
            CreatedBy = caller.Name,
            CreatedAt = time.GetUtcNow(),
        };
        database.Datasets.Add(dataset);
        audit.Note(caller, teamId, AuditActions.DatasetCreate, dataset.Id, dataset.Name, $"Upload of {length} bytes.");
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(teamId, TeamChangeKinds.Dataset, dataset.Id, cancellation);
        return dataset.Id;
    }

    /// <summary>Has a worker read the file; to be called once the dataset is committed.</summary>
    public void Import(Guid dataset) =>
        jobs.Enqueue<IDatasetImportJob>(QueueNames.Housekeeping, job => job.ImportAsync(dataset, CancellationToken.None));
}
