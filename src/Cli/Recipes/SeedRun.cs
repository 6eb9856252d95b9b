using WarpGrad.Contracts.Runs;

namespace WarpGrad.Cli.Recipes;

/// <summary>The run of one seed.</summary>
/// <param name="seed">The seed.</param>
/// <param name="run">The run as submitted.</param>
internal sealed class SeedRun(long seed, RunSummary run)
{
    /// <summary>The seed.</summary>
    public long Seed { get; } = seed;

    /// <summary>The run as submitted.</summary>
    public RunSummary Run { get; } = run;

    /// <summary>Its newest picture so far.</summary>
    public RunPicture? Picture { get; set; }

    /// <summary>Whether nothing more happens to it.</summary>
    public bool IsFinal { get; set; }
}
