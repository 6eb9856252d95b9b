using Microsoft.EntityFrameworkCore;
using WarpGrad.Data.Blobs;

namespace WarpGrad.Data.Uploads;

/// <summary>
/// Uploads and their bytes. Whoever appends holds the upload's row, so the offset that is read with it is the place where the next byte
/// belongs; what is committed stays, however the request that brought it ends.
/// </summary>
public sealed class UploadStore(WarpGradDbContext database, BlobStore blobs, TimeProvider time)
{
    /// <summary>How long an upload is kept after its newest byte.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>Uploads that are not forgotten yet.</summary>
    public IQueryable<Upload> All
    {
        get
        {
            var now = time.GetUtcNow();
            return database.Uploads.AsNoTracking().Where(u => u.ExpiresAt > now);
        }
    }

    /// <summary>Begins an upload; it exists once the caller saves.</summary>
    /// <param name="teamId">Team that the dataset will belong to.</param>
    /// <param name="length">Bytes in all.</param>
    /// <param name="metadata">What is said about the file, as it was sent.</param>
    /// <param name="createdBy">E-mail of who begins it.</param>
    public Upload Begin(Guid teamId, long length, string metadata, string createdBy)
    {
        var now = time.GetUtcNow();
        var upload = new Upload
        {
            TeamId = teamId,
            Length = length,
            Metadata = metadata,
            BlobId = blobs.Begin().Id,
            CreatedBy = createdBy,
            CreatedAt = now,
            ExpiresAt = now + Life,
        };
        database.Uploads.Add(upload);
        return upload;
    }

    /// <summary>Takes hold of an upload until the caller's transaction ends.</summary>
    /// <returns>The upload as it stands; null where there is none.</returns>
    public async Task<Upload?> LockAsync(Guid id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var found = await database.Uploads.FromSql($"""SELECT * FROM uploads WHERE "Id" = {id} AND "ExpiresAt" > {now} FOR UPDATE""")
            .AsNoTracking().ToListAsync(cancellation);
        return found.SingleOrDefault();
    }

    /// <summary>Stores the next bytes of an upload that the caller holds.</summary>
    /// <param name="upload">The upload, as <see cref="LockAsync"/> gave it.</param>
    /// <param name="bytes">The bytes; they may end the chunk that they begin in, and not go beyond it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The offset behind them.</returns>
    public async Task<long> AppendAsync(Upload upload, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var begun = (int)(upload.Offset % BlobStore.ChunkBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, BlobStore.ChunkBytes - begun, nameof(bytes));
        var offset = upload.Offset + bytes.Length;
        if (begun + bytes.Length < BlobStore.ChunkBytes && offset < upload.Length)
        {
            await database.Database.ExecuteSqlAsync(
                $"""INSERT INTO upload_pieces ("UploadId", "Start", "Bytes") VALUES ({upload.Id}, {upload.Offset}, {bytes.ToArray()})""", cancellation);
        }
        else
        {
            var chunk = new byte[begun + bytes.Length];
            if (begun > 0)
                await TakePiecesAsync(upload.Id, chunk, cancellation);
            bytes.CopyTo(chunk.AsMemory(begun));
            await blobs.AppendAsync(upload.BlobId!.Value, (int)(upload.Offset / BlobStore.ChunkBytes), chunk, cancellation);
        }

        var expires = time.GetUtcNow() + Life;
        await database.Uploads.Where(u => u.Id == upload.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.Offset, offset).SetProperty(u => u.ExpiresAt, expires), cancellation);
        return offset;
    }

    /// <summary>Gives the bytes of an upload, which the caller holds and has brought to its end, to a dataset.</summary>
    /// <param name="id">The upload.</param>
    /// <param name="datasetId">The dataset; its row exists.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task HandOverAsync(Guid id, Guid datasetId, CancellationToken cancellation) =>
        database.Uploads.Where(u => u.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.BlobId, (Guid?)null).SetProperty(u => u.DatasetId, datasetId), cancellation);

    /// <summary>Forgets an upload inside the caller's transaction, with its bytes, unless they belong to a dataset.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(Guid id, CancellationToken cancellation) => DeleteAsync(id, DateTimeOffset.MaxValue, cancellation);

    /// <summary>Forgets uploads whose time is over.</summary>
    /// <param name="most">Most uploads to look at.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <returns>Number of uploads forgotten.</returns>
    public async Task<int> CollectAsync(int most, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var removed = 0;
        foreach (var id in await database.Uploads.Where(u => u.ExpiresAt <= now).Select(u => u.Id).Take(most).ToListAsync(cancellation))
        {
            await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
            removed += await DeleteAsync(id, now, cancellation) ? 1 : 0;
            await transaction.CommitAsync(cancellation);
        }

        return removed;
    }

    private async Task<bool> DeleteAsync(Guid id, DateTimeOffset until, CancellationToken cancellation)
    {
        // Whoever appends at this moment is waited for, and has moved the end on by then.
        var found = await database.Database.SqlQuery<Guid?>(
            $"""DELETE FROM uploads WHERE "Id" = {id} AND "ExpiresAt" <= {until} RETURNING "BlobId" AS "Value" """).ToListAsync(cancellation);
        if (found is [{ } blob])
            await blobs.DeleteAsync(blob, cancellation);
        return found.Count > 0;
    }

    private async Task TakePiecesAsync(Guid id, byte[] chunk, CancellationToken cancellation)
    {
        var pieces = database.Set<UploadPiece>().Where(p => p.UploadId == id);
        await foreach (var piece in pieces.AsNoTracking().OrderBy(p => p.Start).AsAsyncEnumerable().WithCancellation(cancellation))
            piece.Bytes.CopyTo(chunk, piece.Start % BlobStore.ChunkBytes);
        await pieces.ExecuteDeleteAsync(cancellation);
    }
}
