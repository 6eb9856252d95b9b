namespace WarpGrad.Engine.Checkpoints;

/// <summary>A model or training state that cannot be read. The message is a plain sentence for the person who brought the file.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="inner">Cause, if any.</param>
public sealed class InvalidCheckpointException(string message, Exception? inner = null) : Exception(message, inner);
