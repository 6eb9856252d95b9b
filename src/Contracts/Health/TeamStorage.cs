namespace WarpGrad.Contracts.Health;

/// <summary>
/// What a team keeps, in bytes, for administrators, who see a team's address but none of its names. Equal parts of files are stored
/// once for the whole installation, so all teams together may come to more than the database has.
/// </summary>
/// <param name="Slug">Name used in addresses.</param>
/// <param name="TotalBytes">All in all.</param>
/// <param name="DatasetBytes">Images of its datasets.</param>
/// <param name="CheckpointBytes">Training states of its runs.</param>
/// <param name="ModelBytes">Files of its models.</param>
/// <param name="ArrivingBytes">Files that are still coming or not imported yet.</param>
public sealed record TeamStorage(string Slug, long TotalBytes, long DatasetBytes, long CheckpointBytes, long ModelBytes, long ArrivingBytes);
