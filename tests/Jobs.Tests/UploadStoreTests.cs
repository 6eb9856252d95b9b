using Microsoft.EntityFrameworkCore;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Uploads;

namespace WarpGrad.Jobs.Tests;

/// <summary>Bytes of uploads stay while the upload does, and go with it.</summary>
public sealed class UploadStoreTests : IAsyncLifetime
{
    private readonly JobDatabase _database = new();
    private readonly SetClock _clock = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task An_upload_is_forgotten_with_its_bytes_a_day_after_its_newest_byte()
    {
        var upload = await BeginAsync(3 * BlobStore.ChunkBytes);
        await AppendAsync(upload, new byte[BlobStore.ChunkBytes]);
        _clock.Now += TimeSpan.FromHours(23);
        await AppendAsync(upload, [7]);
        _clock.Now += TimeSpan.FromHours(23);

        Assert.Equal(0, await CollectAsync());
        Assert.Equal((1, 1, 1, 1), await CountAsync());

        _clock.Now += TimeSpan.FromHours(2);
        await using (var context = _database.Context())
            Assert.Empty(await Store(context).All.ToListAsync());
        Assert.Equal(1, await CollectAsync());
        Assert.Equal((0, 0, 0, 0), await CountAsync());
    }

    [Fact]
    public async Task Collecting_takes_nothing_of_an_old_upload_that_is_still_under_way()
    {
        var upload = await BeginAsync(3 * BlobStore.ChunkBytes);
        await AppendAsync(upload, new byte[BlobStore.ChunkBytes]);
        await using var context = _database.Context();
        await context.Blobs.ExecuteUpdateAsync(set => set.SetProperty(b => b.CreatedAt, DateTimeOffset.UtcNow.AddDays(-2)));

        Assert.Equal(0, await new BlobStore(context, _clock).CollectBlobsAsync(TimeSpan.FromDays(1), 100, CancellationToken.None));
        Assert.Equal(0, await new BlobStore(context, _clock).CollectChunksAsync(100, CancellationToken.None));

        Assert.Equal((1, 1, 1, 0), await CountAsync());
    }

    [Fact]
    public async Task Forgetting_an_upload_leaves_chunks_that_others_hold()
    {
        var content = new byte[BlobStore.ChunkBytes];
        var kept = await _database.StoreAsync(content);
        var upload = await BeginAsync(2 * BlobStore.ChunkBytes);
        await AppendAsync(upload, content);

        _clock.Now += TimeSpan.FromHours(25);
        Assert.Equal(1, await CollectAsync());

        await using var context = _database.Context();
        Assert.Equal(kept, Assert.Single(await context.BlobChunks.ToListAsync()).BlobId);
        Assert.Equal(1, await context.Chunks.CountAsync());
    }

    private UploadStore Store(WarpGradDbContext context) => new(context, new BlobStore(context, _clock), _clock);

    private async Task<Guid> BeginAsync(long length)
    {
        await using var context = _database.Context();
        var upload = Store(context).Begin(_database.Team.Id, length, "name YQ==", "test");
        await context.SaveChangesAsync();
        return upload.Id;
    }

    private async Task AppendAsync(Guid id, byte[] bytes)
    {
        await using var context = _database.Context();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var upload = await Store(context).LockAsync(id, CancellationToken.None);
        await Store(context).AppendAsync(upload!, bytes, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private async Task<int> CollectAsync()
    {
        await using var context = _database.Context();
        return await Store(context).CollectAsync(100, CancellationToken.None);
    }

    private async Task<(int Uploads, int Blobs, int Chunks, int Pieces)> CountAsync()
    {
        await using var context = _database.Context();
        return (await context.Uploads.CountAsync(), await context.Blobs.CountAsync(), await context.Chunks.CountAsync(), await context.Set<UploadPiece>().CountAsync());
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
