using WarpGrad.Contracts.Sweeps;

namespace WarpGrad.Web.Sweeps;

/// <summary>Searches in people's words.</summary>
internal static class SweepWords
{
    /// <summary>Name of a search.</summary>
    public static string Of(SweepSearch search) => search switch
    {
        SweepSearch.Grid => "Every combination",
        SweepSearch.Random => "Random combinations",
        SweepSearch.Halving => "Random, best go on",
        _ => throw new ArgumentOutOfRangeException(nameof(search), search, "Unknown search."),
    };
}
