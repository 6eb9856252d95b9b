using WarpGrad.Contracts.Specs;

namespace WarpGrad.Benchmarks;

/// <summary>What was asked for.</summary>
/// <param name="Quick">Fewer repeats.</param>
/// <param name="Only">Part of the names of the rows to run.</param>
/// <param name="Reference">File of reference figures from the same machine.</param>
/// <param name="Setting">Where and how to compute.</param>
/// <param name="Repeatability">Whether to compare bits instead of timing.</param>
/// <param name="Agreement">Whether to compare stacks with tasks one by one instead of timing.</param>
internal sealed record Options(bool Quick, string Only, string? Reference, Setting Setting, bool Repeatability = false, bool Agreement = false)
{
    /// <summary>How to call.</summary>
    public const string Usage =
        "usage: bench engine [--quick] [--only TEXT] [--reference figures.json] [--device cpu|cuda|cuda:N] [--threads N] [--precision float32|tf32|mixed] [--repeatability|--agreement]";

    /// <summary>Reads the command line; null when it is none.</summary>
    public static Options? Parse(ReadOnlySpan<string> args)
    {
        var options = new Options(false, "", null, new Setting(ComputeDevices.Cpu, 2, Precision.Float32, false));
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick": options = options with { Quick = true }; break;
                case "--repeatability": options = options with { Repeatability = true }; break;
                case "--agreement": options = options with { Agreement = true }; break;
                case "--only" when i + 1 < args.Length: options = options with { Only = args[++i] }; break;
                case "--reference" when i + 1 < args.Length: options = options with { Reference = args[++i] }; break;
                case "--device" or "--threads" or "--precision" when i + 1 < args.Length && options.Setting.With(args[i], args[i + 1]) is { } setting:
                    (options, i) = (options with { Setting = setting }, i + 1);
                    break;
                default: return null;
            }
        }

        return options;
    }
}
