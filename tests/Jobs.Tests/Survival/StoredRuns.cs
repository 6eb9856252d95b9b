using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Runs;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Jobs.Tests.Survival;

/// <summary>Runs and datasets as the Api stores them.</summary>
internal static class StoredRuns
{
    private const int Side = 16, ClassesPerSplit = 6, ImagesPerClass = 6;

    /// <summary>Small images, each a pattern of its class with a little noise.</summary>
    public static PackedImages Images()
    {
        var random = new Random(5);
        var (classes, pixels) = (new List<ImageClass>(), new List<byte>());
        foreach (var split in new[] { ClassSplit.Train, ClassSplit.Validation, ClassSplit.Test })
            for (var c = 0; c < ClassesPerSplit; c++)
            {
                classes.Add(new ImageClass($"group {split}", $"class {c}", split, classes.Count * ImagesPerClass, ImagesPerClass));
                var pattern = Enumerable.Range(0, Side * Side).Select(_ => random.Next(200)).ToArray();
                for (var i = 0; i < ImagesPerClass; i++)
                    pixels.AddRange(pattern.Select(value => (byte)(value + random.Next(56))));
            }

        return new PackedImages(pixels.ToArray(), 1, Side, Side, classes, "made up");
    }

    /// <summary>Stores a dataset version.</summary>
    public static async Task<Guid> StoreAsync(this JobDatabase database, PackedImages images)
    {
        var dataset = new Dataset { TeamId = database.Team.Id, Name = "made up", State = DatasetState.Ready, CreatedBy = "test" };
        var version = new DatasetVersion
        {
            DatasetId = dataset.Id,
            Number = 1,
            Hash = images.Hash,
            PixelsBlobId = await database.StoreAsync(images.Pixels.ToArray()),
            Channels = images.Image.Channels,
            Height = images.Image.Height,
            Width = images.Image.Width,
            Images = images.Pixels.Length / images.Image.Size,
        };
        await using var context = database.Context();
        context.Datasets.Add(dataset);
        context.DatasetVersions.Add(version);
        context.DatasetClasses.AddRange(images.Classes.Select((c, index) => new DatasetClassRow
        {
            VersionId = version.Id,
            Index = index,
            Group = c.Group,
            Name = c.Name,
            Split = c.Split,
            FirstImage = c.FirstImage,
            Images = c.ImageCount,
        }));
        await context.SaveChangesAsync();
        return version.Id;
    }

    /// <summary>Stores a queued run.</summary>
    public static async Task<Guid> QueueAsync(this JobDatabase database, string name, RunSpec spec, Guid? dataset = null)
    {
        var run = new Run
        {
            TeamId = database.Team.Id,
            Name = name,
            State = RunState.Queued,
            Spec = SpecJson.Write(spec),
            Family = spec.Task.Family,
            DatasetVersionId = spec.Task.Family.NeedsDataset() ? dataset : null,
            TotalSteps = spec.OuterLoop.MetaSteps,
            CreatedBy = "test",
            CreatedAt = DateTimeOffset.UtcNow,
        };
        await using var context = database.Context();
        context.Runs.Add(run);
        await context.SaveChangesAsync();
        return run.Id;
    }

    /// <summary>A run as it stands.</summary>
    public static async Task<Run> FindAsync(this JobDatabase database, Guid id)
    {
        await using var context = database.Context();
        return await context.Runs.AsNoTracking().SingleAsync(r => r.Id == id);
    }

    /// <summary>Hashes of its newest checkpoint and of the model it became.</summary>
    public static async Task<(string State, string Model)> HashesAsync(this JobDatabase database, Guid id)
    {
        await using var context = database.Context();
        var state = await context.Checkpoints.Where(c => c.RunId == id).OrderByDescending(c => c.Step)
            .Join(context.Blobs, c => c.BlobId, b => b.Id, (c, b) => b.Hash).FirstAsync();
        return (state, await context.ModelVersions.Where(v => v.RunId == id).Select(v => v.Blob!.Hash).SingleAsync());
    }
}
