namespace WarpGrad.Contracts.Datasets;

/// <summary>Changes what a dataset says about itself; what is absent stays.</summary>
/// <param name="Name">Name shown.</param>
/// <param name="Description">Free text.</param>
public sealed record ChangeDatasetRequest(string? Name = null, string? Description = null);
