using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Progress;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Notifications;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Turns an uploaded zip into an immutable dataset version, wholly or not at all.</summary>
internal sealed partial class DatasetImportJob(
    WarpGradDbContext database, BlobStore blobs, TimeProvider time, ILogger<DatasetImportJob> logger) : IDatasetImportJob
{
    public async Task ImportAsync(Guid datasetId, CancellationToken stopping)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(stopping);
        // Whoever holds the row imports; a second delivery of the job finds it locked or done.
        var dataset = await database.Datasets
            .FromSql($"""SELECT * FROM datasets WHERE "Id" = {datasetId} FOR UPDATE SKIP LOCKED""")
            .SingleOrDefaultAsync(stopping);
        if (dataset is not { State: DatasetState.Importing, UploadBlobId: { } upload })
            return;
        try
        {
            await ImportAsync(dataset, upload, stopping);
            dataset.State = DatasetState.Ready;
        }
        catch (ImportRefusedException refused)
        {
            Refused(logger, datasetId, refused.Message);
            dataset.State = DatasetState.Failed;
            dataset.FailureReason = refused.Message;
        }

        dataset.UploadBlobId = null;
        await database.SaveChangesAsync(stopping);
        await blobs.DeleteAsync(upload, stopping);
        await database.NotifyTeamAsync(dataset.TeamId, TeamChangeKinds.Dataset, datasetId, stopping);
        await transaction.CommitAsync(stopping);
    }

    private async Task ImportAsync(Dataset dataset, Guid upload, CancellationToken stopping)
    {
        await using var file = TemporaryFile();
        await blobs.CopyToAsync(upload, file, stopping);
        file.Position = 0;
        using var zip = Open(file);
        var classes = ZipLayout.Read(zip);
        var channels = dataset.Color == ImageColor.Grey ? 1 : 3;
        await using var pixels = TemporaryFile();
        var hash = await ImagePacker.PackAsync(classes, channels, dataset.Side, pixels, stopping);
        pixels.Position = 0;
        var blob = await blobs.WriteAsync(pixels, stopping);
        var version = new DatasetVersion
        {
            DatasetId = dataset.Id,
            Number = 1,
            Hash = hash,
            PixelsBlobId = blob.Id,
            Channels = channels,
            Height = dataset.Side,
            Width = dataset.Side,
            Images = classes.Sum(c => c.Images.Count),
            CreatedAt = time.GetUtcNow(),
        };
        version.Classes.AddRange(Rows(version.Id, classes));
        database.DatasetVersions.Add(version);
    }

    private static IEnumerable<DatasetClassRow> Rows(Guid versionId, IReadOnlyList<ZipClass> classes)
    {
        var splits = ClassSplitter.Assign([.. classes.Select(c => (c.Group, c.Name))]);
        var first = 0;
        for (var index = 0; index < classes.Count; index++)
        {
            var c = classes[index];
            yield return new DatasetClassRow
            {
                VersionId = versionId,
                Index = index,
                Group = c.Group,
                Name = c.Name,
                Split = splits[index],
                FirstImage = first,
                Images = c.Images.Count,
            };
            first += c.Images.Count;
        }
    }

    private static ZipArchive Open(Stream file)
    {
        try
        {
            var zip = new ZipArchive(file, ZipArchiveMode.Read);
            // The directory is read on first use.
            _ = zip.Entries.Count;
            return zip;
        }
        catch (InvalidDataException)
        {
            throw new ImportRefusedException("The file is not a zip, or it is damaged: pack the class folders again and upload that.");
        }
    }

    private static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), $"warpgrad-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None,
        bufferSize: 81920, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The import of dataset {DatasetId} was refused: {Reason}")]
    private static partial void Refused(ILogger logger, Guid datasetId, string reason);
}
