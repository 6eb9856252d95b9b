using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Runs;
using WarpGrad.Jobs.Runs;

namespace WarpGrad.Jobs.Tests;

/// <summary>Chunks are shared, and go when the last blob that holds them has gone.</summary>
public sealed class BlobStoreTests : IAsyncLifetime
{
    private readonly JobDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Nothing_live_vanishes_and_all_goes_in_the_end_while_many_write_and_delete_the_same_chunks()
    {
        const int writers = 8, rounds = 30, contents = 3;
        var kept = await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            var random = new Random(writer);
            var mine = new Queue<(Guid Id, byte Content)>();
            for (var round = 0; round < rounds; round++)
            {
                var content = (byte)random.Next(contents);
                mine.Enqueue((await _database.StoreAsync([content]), content));
                while (mine.Count > 1)
                {
                    var (old, bytes) = mine.Dequeue();
                    Assert.Equal([bytes], await ReadAsync(old));
                    await DeleteAsync(old);
                }
            }

            return mine.Single();
        }));

        foreach (var (id, content) in kept)
        {
            Assert.Equal([content], await ReadAsync(id));
            await DeleteAsync(id);
        }

        await using var context = _database.Context();
        await new BlobStore(context, TimeProvider.System).CollectChunksAsync(1000, CancellationToken.None);
        Assert.Equal((0, 0, 0), (await context.Chunks.CountAsync(), await context.BlobChunks.CountAsync(), await context.Blobs.CountAsync()));
    }

    [Fact]
    public async Task A_chunk_that_an_open_upload_means_to_use_outlives_the_deletion_of_its_last_blob()
    {
        var first = await _database.StoreAsync([7]);
        await using var upload = _database.Context();
        await using var transaction = await upload.Database.BeginTransactionAsync();
        var second = await new BlobStore(upload, TimeProvider.System).WriteAsync(new MemoryStream([7]), CancellationToken.None);

        await DeleteAsync(first);
        await upload.SaveChangesAsync();
        await transaction.CommitAsync();

        Assert.Equal([7], await ReadAsync(second.Id));
    }

    [Fact]
    public async Task An_old_blob_that_nothing_refers_to_is_collected_and_no_other()
    {
        var lost = await _database.StoreAsync([1]);
        var young = await _database.StoreAsync([2]);
        var used = await _database.StoreAsync([3]);
        var run = new Run { TeamId = _database.Team.Id, Name = "run", Spec = "{}", CreatedBy = "test", Family = TaskFamily.Sinusoids };
        await using var context = _database.Context();
        context.Runs.Add(run);
        context.Checkpoints.Add(new Checkpoint { RunId = run.Id, Step = 1, BlobId = used });
        await context.SaveChangesAsync();
        await context.Blobs.Where(b => b.Id != young).ExecuteUpdateAsync(set => set.SetProperty(b => b.CreatedAt, DateTimeOffset.UtcNow.AddDays(-2)));

        var removed = await new BlobStore(context, TimeProvider.System).CollectBlobsAsync(TimeSpan.FromDays(1), 100, CancellationToken.None);

        Assert.Equal(1, removed);
        Assert.Equal(new[] { young, used }.Order(), (await context.Blobs.Select(b => b.Id).ToListAsync()).Order());
        Assert.False(await context.BlobChunks.AnyAsync(p => p.BlobId == lost));
    }

    [Fact]
    public void Every_table_that_names_a_blob_has_a_foreign_key_so_that_the_collector_knows_of_it()
    {
        using var context = _database.Context();
        var blob = context.Model.FindEntityType(typeof(Blob))!;

        var names = context.Model.GetEntityTypes().SelectMany(type => type.GetProperties()).Where(property => property.Name.EndsWith("BlobId", StringComparison.Ordinal));

        Assert.All(names, property => Assert.Contains(property.GetContainingForeignKeys(), key => key.PrincipalEntityType == blob));
    }

    [Fact]
    public void The_best_checkpoint_is_the_one_of_the_best_score_that_was_measured()
    {
        Checkpoint[] newestFirst = [Scored(4, null), Scored(3, 0.5), Scored(2, 0.9), Scored(1, 0.2)];

        Assert.Equal(2, CheckpointRetention.Best(newestFirst, moreIsBetter: true)!.Step);
        Assert.Equal(1, CheckpointRetention.Best(newestFirst, moreIsBetter: false)!.Step);
        Assert.Null(CheckpointRetention.Best([Scored(1, null)], moreIsBetter: true));

        static Checkpoint Scored(long step, double? score) => new() { Step = step, Score = score };
    }

    private async Task<byte[]> ReadAsync(Guid id)
    {
        await using var context = _database.Context();
        using var bytes = new MemoryStream();
        await new BlobStore(context, TimeProvider.System).CopyToAsync(id, bytes, CancellationToken.None);
        return bytes.ToArray();
    }

    private async Task DeleteAsync(Guid id)
    {
        await using var context = _database.Context();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await new BlobStore(context, TimeProvider.System).DeleteAsync(id, CancellationToken.None);
        await transaction.CommitAsync();
    }
}
