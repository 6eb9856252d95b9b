using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Datasets;
using WarpGrad.Jobs.Datasets;
using WarpGrad.Jobs.Imports;

namespace WarpGrad.Jobs.Tests;

/// <summary>How often an import is tried.</summary>
public sealed class DatasetImportJobTests(JobDatabase database) : IClassFixture<JobDatabase>
{
    private static readonly WorkerOptions Options = new();
    private static readonly GlyphRecipe Recipe = new(Alphabets: 3, Characters: 2, Drawers: 2, Side: 14);

    [Fact]
    public async Task An_import_that_outlived_as_many_workers_as_are_allowed_is_given_up_with_its_file()
    {
        var file = await database.StoreAsync("a zip on which workers die"u8.ToArray());
        var id = await AddAsync(new Dataset { TeamId = database.Team.Id, Name = "fatal", CreatedBy = "test", UploadBlobId = file, Attempts = Options.DeathsAllowed });

        await RunAsync(id, TimeProvider.System, CancellationToken.None);

        var dataset = await FindAsync(id);
        Assert.Equal((DatasetState.Failed, ImportFailure.OfAttempts(Options.DeathsAllowed), null), (dataset.State, dataset.FailureReason, dataset.UploadBlobId));
        await using var context = database.Context();
        Assert.False(await context.Blobs.AnyAsync(b => b.Id == file));
    }

    [Fact]
    public async Task Only_tries_that_came_to_no_end_count_against_an_import()
    {
        var id = await AddAsync(new Dataset { TeamId = database.Team.Id, Name = "glyphs", CreatedBy = "test", Glyphs = Recipe, Side = Recipe.Side, Attempts = Options.DeathsAllowed - 1 });
        using var stopping = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(id, new LastHour(stopping), stopping.Token));
        Assert.Equal((DatasetState.Importing, Options.DeathsAllowed - 1), ((await FindAsync(id)).State, (await FindAsync(id)).Attempts));

        await RunAsync(id, TimeProvider.System, CancellationToken.None);
        Assert.Equal(DatasetState.Ready, (await FindAsync(id)).State);
    }

    private async Task<Guid> AddAsync(Dataset dataset)
    {
        await using var context = database.Context();
        context.Datasets.Add(dataset);
        await context.SaveChangesAsync();
        return dataset.Id;
    }

    private async Task<Dataset> FindAsync(Guid id)
    {
        await using var context = database.Context();
        return await context.Datasets.AsNoTracking().SingleAsync(d => d.Id == id);
    }

    private async Task RunAsync(Guid id, TimeProvider time, CancellationToken stopping)
    {
        await using var context = database.Context();
        var job = new DatasetImportJob(
            context, new BlobStore(context, time), Microsoft.Extensions.Options.Options.Create(Options), time, NullLogger<DatasetImportJob>.Instance);
        await job.ImportAsync(id, stopping);
    }

    /// <summary>A clock that stops the worker when it is looked at: in the middle of an import.</summary>
    private sealed class LastHour(CancellationTokenSource stopping) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            stopping.Cancel();
            return base.GetUtcNow();
        }
    }
}
