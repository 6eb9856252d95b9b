using System.Buffers;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace WarpGrad.Data.Blobs;

/// <summary>
/// Streams byte strings in and out of content-addressed chunks. Writers hold a shared lock on every chunk they mean to use until they
/// commit; whoever removes chunks takes only those that nobody holds, and looks for uses after the lock: so none vanishes that is needed.
/// </summary>
public sealed class BlobStore(WarpGradDbContext database, TimeProvider time)
{
    /// <summary>Bytes of a chunk.</summary>
    public const int ChunkBytes = 2 * 1024 * 1024;

    /// <summary>Stores a stream inside the caller's transaction. The blob's row is added to the context; it exists once the caller saves and commits.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="cancellation">Stops the copy.</param>
    public async Task<Blob> WriteAsync(Stream content, CancellationToken cancellation)
    {
        DemandTransaction();
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            var hashes = new List<byte[]>();
            long length = 0;
            int read;
            while ((read = await content.ReadAtLeastAsync(buffer.AsMemory(0, ChunkBytes), ChunkBytes, throwOnEndOfStream: false, cancellation)) > 0)
            {
                var bytes = buffer.AsSpan(0, read).ToArray();
                whole.AppendData(bytes);
                length += read;
                var hash = SHA256.HashData(bytes);
                hashes.Add(hash);
                await KeepAsync(hash, bytes, cancellation);
            }

            var blob = new Blob { Hash = Convert.ToHexStringLower(whole.GetHashAndReset()), Length = length, CreatedAt = time.GetUtcNow() };
            database.Blobs.Add(blob);
            database.BlobChunks.AddRange(hashes.Select((hash, index) => new BlobChunk { BlobId = blob.Id, Index = index, ChunkHash = hash }));
            return blob;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Begins a blob that comes in parts. Its row is added to the context; something must refer to it, or it is collected.</summary>
    public Blob Begin()
    {
        var blob = new Blob { Hash = "", CreatedAt = time.GetUtcNow() };
        database.Blobs.Add(blob);
        return blob;
    }

    /// <summary>Stores the next chunk of a blob that comes in parts, inside the caller's transaction.</summary>
    /// <param name="blobId">The blob, as <see cref="Begin"/> gave it.</param>
    /// <param name="index">Place of the chunk, from 0.</param>
    /// <param name="bytes">All chunks but the last have <see cref="ChunkBytes"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task AppendAsync(Guid blobId, int index, byte[] bytes, CancellationToken cancellation)
    {
        DemandTransaction();
        var hash = SHA256.HashData(bytes);
        await KeepAsync(hash, bytes, cancellation);
        await database.Database.ExecuteSqlAsync(
            $"""INSERT INTO blob_chunks ("BlobId", "Index", "ChunkHash") VALUES ({blobId}, {index}, {hash})""", cancellation);
    }

    /// <summary>Ends a blob that came in parts: reads it once more for the hash of the whole.</summary>
    /// <param name="blobId">The blob.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task FinishAsync(Guid blobId, CancellationToken cancellation)
    {
        DemandTransaction();
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long length = 0;
        await foreach (var bytes in ChunksAsync(blobId).WithCancellation(cancellation))
        {
            whole.AppendData(bytes);
            length += bytes.Length;
        }

        var hash = Convert.ToHexStringLower(whole.GetHashAndReset());
        await database.Blobs.Where(b => b.Id == blobId)
            .ExecuteUpdateAsync(set => set.SetProperty(b => b.Hash, hash).SetProperty(b => b.Length, length), cancellation);
    }

    /// <summary>Copies a blob to a stream, chunk by chunk.</summary>
    /// <exception cref="InvalidDataException">The stored bytes do not have the recorded hash.</exception>
    public async Task CopyToAsync(Guid blobId, Stream destination, CancellationToken cancellation)
    {
        var expected = await database.Blobs.Where(b => b.Id == blobId).Select(b => b.Hash).SingleAsync(cancellation);
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var bytes in ChunksAsync(blobId).WithCancellation(cancellation))
        {
            whole.AppendData(bytes);
            await destination.WriteAsync(bytes, cancellation);
        }

        if (Convert.ToHexStringLower(whole.GetHashAndReset()) != expected)
            throw new InvalidDataException($"Blob {blobId} is damaged: its bytes do not match its hash.");
    }

    /// <summary>Reads a range that lies within a blob, touching only the chunks it needs.</summary>
    /// <param name="blobId">The blob.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <returns>The bytes; null when the blob was deleted meanwhile.</returns>
    public async Task<byte[]?> ReadRangeAsync(Guid blobId, long offset, int count, CancellationToken cancellation)
    {
        var result = new byte[count];
        var first = (int)(offset / ChunkBytes);
        var last = (int)((offset + count - 1) / ChunkBytes);
        for (var index = first; index <= last; index++)
        {
            var chunkStart = (long)index * ChunkBytes;
            var from = (int)Math.Max(0, offset - chunkStart);
            var until = (int)Math.Min(ChunkBytes, offset + count - chunkStart);
            // The database cuts the chunk, so that a thumbnail does not fetch megabytes.
            var part = await database.Database.SqlQuery<byte[]>(
                $"""
                SELECT substring(c."Bytes" FROM {from + 1} FOR {until - from}) AS "Value"
                FROM blob_chunks p JOIN chunks c ON c."Hash" = p."ChunkHash"
                WHERE p."BlobId" = {blobId} AND p."Index" = {index}
                """).SingleOrDefaultAsync(cancellation);
            if (part is null)
                return null;
            part.CopyTo(result, chunkStart + from - offset);
        }

        return result;
    }

    /// <summary>Removes a blob inside the caller's transaction, with the chunks that no other blob holds.</summary>
    /// <param name="blobId">The blob; nothing may refer to it.</param>
    /// <param name="cancellation">Stops the removal.</param>
    public async Task DeleteAsync(Guid blobId, CancellationToken cancellation)
    {
        DemandTransaction();
        var hashes = await database.Database.SqlQuery<byte[]>(
            $"""DELETE FROM blob_chunks WHERE "BlobId" = {blobId} RETURNING "ChunkHash" AS "Value" """).ToListAsync(cancellation);
        await database.Blobs.Where(b => b.Id == blobId).ExecuteDeleteAsync(cancellation);
        await RemoveUnusedAsync([.. hashes], cancellation);
    }

    /// <summary>Removes chunks that no blob holds, as they are left when two blobs of one chunk are deleted at the same moment.</summary>
    /// <param name="most">Most chunks to look at.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <returns>Number of chunks removed.</returns>
    public async Task<int> CollectChunksAsync(int most, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        var hashes = await database.Database.SqlQuery<byte[]>(
            $"""
            SELECT c."Hash" AS "Value" FROM chunks c
            WHERE NOT EXISTS (SELECT 1 FROM blob_chunks p WHERE p."ChunkHash" = c."Hash") LIMIT {most}
            """).ToListAsync(cancellation);
        var removed = await RemoveUnusedAsync([.. hashes], cancellation);
        await transaction.CommitAsync(cancellation);
        return removed;
    }

    /// <summary>Removes old blobs that nothing refers to. What refers to a blob must do so by a foreign key.</summary>
    /// <param name="age">How old; a younger one may still be getting its owner.</param>
    /// <param name="most">Most blobs to remove.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <returns>Number of blobs removed.</returns>
    public async Task<int> CollectBlobsAsync(TimeSpan age, int most, CancellationToken cancellation)
    {
        var references = database.Model.FindEntityType(typeof(Blob))!.GetReferencingForeignKeys()
            .Where(key => key.DeclaringEntityType.ClrType != typeof(BlobChunk))
            .Select(key => $"""NOT EXISTS (SELECT 1 FROM "{key.DeclaringEntityType.GetTableName()}" o WHERE o."{key.Properties[0].GetColumnName()}" = b."Id")""");
        var sql = $$"""SELECT b."Id" AS "Value" FROM blobs b WHERE b."CreatedAt" < now() - {0} AND {{string.Join(" AND ", references)}} LIMIT {1}""";
        var unused = await database.Database.SqlQueryRaw<Guid>(sql, age, most).ToListAsync(cancellation);
        foreach (var blob in unused)
        {
            await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
            await DeleteAsync(blob, cancellation);
            await transaction.CommitAsync(cancellation);
        }

        return unused.Count;
    }

    private void DemandTransaction()
    {
        if (database.Database.CurrentTransaction is null)
            throw new InvalidOperationException("Blobs are written and deleted inside a transaction.");
    }

    /// <summary>Makes certain that a chunk is there and stays until the end of the transaction.</summary>
    private async Task KeepAsync(byte[] hash, byte[] bytes, CancellationToken cancellation)
    {
        while (true)
        {
            // The lock waits for one who removes the chunk, and finds nothing then. Writers do not wait for each other.
            var held = await database.Database.SqlQuery<int>(
                $"""SELECT 1 AS "Value" FROM chunks WHERE "Hash" = {hash} FOR KEY SHARE""").ToListAsync(cancellation);
            if (held.Count > 0)
                return;
            var made = await database.Database.ExecuteSqlAsync(
                $"""INSERT INTO chunks ("Hash", "Bytes") VALUES ({hash}, {bytes}) ON CONFLICT DO NOTHING""", cancellation);
            if (made > 0)
                return;
        }
    }

    private async Task<int> RemoveUnusedAsync(byte[][] hashes, CancellationToken cancellation)
    {
        // Two statements, because the second must see what was committed before the first had its locks.
        var free = await database.Database.SqlQuery<byte[]>(
            $"""SELECT "Hash" AS "Value" FROM chunks WHERE "Hash" = ANY({hashes}) FOR UPDATE SKIP LOCKED""").ToListAsync(cancellation);
        return await database.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM chunks c WHERE c."Hash" = ANY({free.ToArray()})
                AND NOT EXISTS (SELECT 1 FROM blob_chunks p WHERE p."ChunkHash" = c."Hash")
            """, cancellation);
    }

    private IAsyncEnumerable<byte[]> ChunksAsync(Guid blobId) =>
        database.BlobChunks.AsNoTracking()
            .Where(place => place.BlobId == blobId)
            .OrderBy(place => place.Index)
            .Join(database.Chunks, place => place.ChunkHash, chunk => chunk.Hash, (place, chunk) => new { place.Index, chunk.Bytes })
            .OrderBy(row => row.Index)
            .Select(row => row.Bytes)
            .AsAsyncEnumerable();
}
