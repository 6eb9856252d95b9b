namespace WarpGrad.Benchmarks;

/// <summary>What was asked for.</summary>
/// <param name="Quick">Fewer repeats.</param>
/// <param name="Only">Part of the names of the rows to run.</param>
/// <param name="Reference">File of reference figures from the same machine.</param>
internal sealed record Options(bool Quick, string Only, string? Reference)
{
    /// <summary>Reads the command line; null when it is none.</summary>
    public static Options? Parse(ReadOnlySpan<string> args)
    {
        var options = new Options(false, "", null);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick": options = options with { Quick = true }; break;
                case "--only" when i + 1 < args.Length: options = options with { Only = args[++i] }; break;
                case "--reference" when i + 1 < args.Length: options = options with { Reference = args[++i] }; break;
                default: return null;
            }
        }

        return options;
    }
}
