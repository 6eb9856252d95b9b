namespace WarpGrad.Jobs.Images;

/// <summary>An image that a person sent cannot be used; the message completes "The image … ".</summary>
public sealed class ImageRefusedException(string message) : Exception(message);
