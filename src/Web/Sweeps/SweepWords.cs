using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;

namespace WarpGrad.Web.Sweeps;

/// <summary>Searches and what they vary, in people's words.</summary>
internal static class SweepWords
{
    /// <summary>Name of a field that varies.</summary>
    public static string Of(SweepAxis axis) => SpecFields.Find(axis.Path)?.Label ?? axis.Path;

    /// <summary>Name of a search.</summary>
    public static string Of(SweepSearch search) => search switch
    {
        SweepSearch.Grid => "Every combination",
        SweepSearch.Random => "Random combinations",
        SweepSearch.Halving => "Random, best go on",
        _ => throw new ArgumentOutOfRangeException(nameof(search), search, "Unknown search."),
    };
}
