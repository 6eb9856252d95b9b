namespace WarpGrad.Data.Uploads;

/// <summary>A file that comes in parts, until it is whole and a dataset is made of it.</summary>
public sealed class Upload
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Team that the dataset will belong to.</summary>
    public Guid TeamId { get; init; }

    /// <summary>What was said about the file at the beginning, as it was sent: keys with values in base64.</summary>
    public required string Metadata { get; init; }

    /// <summary>Bytes in all.</summary>
    public long Length { get; init; }

    /// <summary>Bytes that are stored.</summary>
    public long Offset { get; init; }

    /// <summary>The stored bytes, as far as they are whole chunks; null once they belong to the dataset.</summary>
    public Guid? BlobId { get; init; }

    /// <summary>The dataset; null until the last byte is there.</summary>
    public Guid? DatasetId { get; init; }

    /// <summary>When it is forgotten. Every byte that comes moves it on.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>E-mail of who began it, as it was then.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Bytes behind an upload's last whole chunk. They wait here, because chunks never change.</summary>
public sealed class UploadPiece
{
    /// <summary>The upload.</summary>
    public Guid UploadId { get; init; }

    /// <summary>Place of the first byte in the file.</summary>
    public long Start { get; init; }

    /// <summary>The bytes.</summary>
    public required byte[] Bytes { get; init; }
}
