using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Progress;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Notifications;
using WarpGrad.Engine.Compute;
using WarpGrad.Jobs.Imports;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Turns an uploaded zip, or a recipe of practice glyphs, into an immutable dataset version, wholly or not at all.</summary>
internal sealed class DatasetImportJob(
    WarpGradDbContext database, BlobStore blobs, IOptions<WorkerOptions> options, TimeProvider time, ILogger<DatasetImportJob> logger)
    : ImportJob<Dataset>(database, options, logger), IDatasetImportJob
{
    protected override async Task EndAsync(Guid datasetId, Func<Dataset, Task> end, CancellationToken stopping)
    {
        await using var transaction = await Database.Database.BeginTransactionAsync(stopping);
        // Whoever holds the row imports; a second delivery of the job finds it locked or done.
        var dataset = await Database.Datasets
            .FromSql($"""SELECT * FROM datasets WHERE "Id" = {datasetId} FOR UPDATE SKIP LOCKED""")
            .SingleOrDefaultAsync(stopping);
        if (dataset is not { State: DatasetState.Importing })
            return;
        var upload = dataset.UploadBlobId;
        await end(dataset);
        dataset.UploadBlobId = null;
        await Database.SaveChangesAsync(stopping);
        if (upload is { } imported)
            await blobs.DeleteAsync(imported, stopping);
        await Database.NotifyTeamAsync(dataset.TeamId, TeamChangeKinds.Dataset, datasetId, stopping);
        await transaction.CommitAsync(stopping);
    }

    protected override Task RefuseAsync(Dataset dataset, string reason, CancellationToken stopping)
    {
        (dataset.State, dataset.FailureReason) = (DatasetState.Failed, reason);
        return Task.CompletedTask;
    }

    protected override async Task StoreAsync(Dataset dataset, CancellationToken stopping)
    {
        await using var pixels = TemporaryFile.Create();
        var packed = dataset switch
        {
            { Glyphs: { } recipe } => await GlyphPacker.PackAsync(recipe, pixels, stopping),
            { UploadBlobId: { } upload } => await UnpackAsync(dataset, upload, pixels, stopping),
            _ => throw new ImportRefusedException("The uploaded file is gone: upload it again."),
        };
        pixels.Position = 0;
        var blob = await blobs.WriteAsync(pixels, stopping);
        var version = new DatasetVersion
        {
            DatasetId = dataset.Id,
            Number = 1,
            Hash = packed.Hash,
            PixelsBlobId = blob.Id,
            Channels = packed.Channels,
            Height = dataset.Side,
            Width = dataset.Side,
            Images = packed.Classes.Sum(c => c.Images),
            SplitRule = packed.Rule,
            CreatedAt = time.GetUtcNow(),
        };
        version.Classes.AddRange(Rows(version.Id, packed.Classes));
        Database.DatasetVersions.Add(version);
        dataset.State = DatasetState.Ready;
    }

    private async Task<PackedDataset> UnpackAsync(Dataset dataset, Guid upload, FileStream pixels, CancellationToken stopping)
    {
        await using var file = TemporaryFile.Create();
        await blobs.CopyToAsync(upload, file, stopping);
        file.Position = 0;
        using var zip = Open(file);
        return await ImagePacker.PackAsync(ZipLayout.Read(zip), dataset.Color == ImageColor.Grey ? 1 : 3, dataset.Side, pixels, stopping);
    }

    private static IEnumerable<DatasetClassRow> Rows(Guid versionId, IReadOnlyList<PackedClass> classes)
    {
        var first = 0;
        foreach (var (index, c) in classes.Index())
        {
            yield return new DatasetClassRow
            {
                VersionId = versionId,
                Index = index,
                Group = c.Group,
                Name = c.Name,
                Split = c.Split,
                FirstImage = first,
                Images = c.Images,
            };
            first += c.Images;
        }
    }

    private static ZipArchive Open(Stream file)
    {
        try
        {
            ZipDirectory.Check(file);
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
}
