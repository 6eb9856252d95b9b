namespace WarpGrad.Contracts.Uploads;

/// <summary>A dataset's file on its way, which may come in any number of parts.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name that the dataset will have.</param>
/// <param name="Offset">Bytes that are stored.</param>
/// <param name="Length">Bytes in all.</param>
/// <param name="Dataset">The dataset; null until the last byte is stored.</param>
/// <param name="ExpiresAt">When the upload is forgotten; every byte that comes moves it on.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="CreatedBy">Who began it.</param>
public sealed record UploadSummary(
    Guid Id, string Name, long Offset, long Length, Guid? Dataset, DateTimeOffset ExpiresAt, DateTimeOffset CreatedAt, string CreatedBy);
