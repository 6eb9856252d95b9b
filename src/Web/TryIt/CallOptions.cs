namespace WarpGrad.Web.TryIt;

/// <summary>How a question to a model is asked.</summary>
/// <param name="Steps">Adaptation steps; null where they are not a number.</param>
/// <param name="Rate">Learning rate; null where it is not a number.</param>
/// <param name="Warp">Whether the warps are in.</param>
/// <param name="Version">Version asked; null for the latest.</param>
public sealed record CallOptions(int? Steps = null, double? Rate = null, bool Warp = true, string? Version = null);
