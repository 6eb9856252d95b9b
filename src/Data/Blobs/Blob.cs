namespace WarpGrad.Data.Blobs;

/// <summary>A long byte string, stored as a list of chunks.</summary>
public sealed class Blob
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>SHA-256 (hex) of the whole; empty while it comes in parts.</summary>
    public required string Hash { get; init; }

    /// <summary>Length in bytes; 0 while it comes in parts.</summary>
    public long Length { get; init; }

    /// <summary>When it was stored.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Place of a chunk in a blob.</summary>
public sealed class BlobChunk
{
    /// <summary>The blob.</summary>
    public Guid BlobId { get; init; }

    /// <summary>Position, from 0.</summary>
    public int Index { get; init; }

    /// <summary>SHA-256 of the chunk.</summary>
    public required byte[] ChunkHash { get; init; }
}

/// <summary>Bytes that are stored once, however many blobs hold them.</summary>
public sealed class Chunk
{
    /// <summary>SHA-256 of the bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The bytes.</summary>
    public required byte[] Bytes { get; init; }
}
