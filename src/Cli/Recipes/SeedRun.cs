using WarpGrad.Cli.Runs;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Cli.Recipes;

/// <summary>The run of one seed.</summary>
/// <param name="seed">The seed.</param>
/// <param name="run">The run as submitted.</param>
internal sealed class SeedRun(long seed, RunSummary run) : FollowedRun($"seed {seed}", run)
{
    /// <summary>The seed.</summary>
    public long Seed { get; } = seed;
}
