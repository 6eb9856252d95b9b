namespace WarpGrad.Jobs.Runs;

/// <summary>The team of a run may no longer use what the run is made of.</summary>
/// <param name="message">What is no longer to be used, and what to do.</param>
internal sealed class MaterialWithdrawnException(string message) : Exception(message);
