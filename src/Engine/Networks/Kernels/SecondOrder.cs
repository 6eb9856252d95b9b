namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>
/// Whether what is being computed will be differentiated twice. libtorch's own kernels are right for any number of derivatives and the
/// best for one; the functions here cost a little more for the first and a fraction for the second.
/// </summary>
internal static class SecondOrder
{
    [ThreadStatic]
    private static int depth;

    /// <summary>Whether it is expected on this thread.</summary>
    public static bool Expected => depth > 0;

    /// <summary>Expects it until the result is disposed, which must happen on the same thread.</summary>
    public static Expectation Expect()
    {
        depth++;
        return default;
    }

    /// <summary>Ends the expectation.</summary>
    public readonly ref struct Expectation
    {
        /// <summary>Ends the expectation.</summary>
        public void Dispose() => depth--;
    }
}
