using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;

namespace WarpGrad.Web.Sweeps;

/// <summary>Searches, what they vary and how far they are, in people's words.</summary>
internal static class SweepWords
{
    /// <summary>Name of a field that varies.</summary>
    public static string Of(SweepAxis axis) => SpecFields.Find(axis.Path)?.Label ?? axis.Path;

    /// <summary>Name of a search.</summary>
    public static string Of(SweepSearch search) => search switch
    {
        SweepSearch.Grid => SweepsTexts.EveryCombination,
        SweepSearch.Random => SweepsTexts.RandomCombinations,
        SweepSearch.Halving => SweepsTexts.RandomBestGoOn,
        _ => throw new ArgumentOutOfRangeException(nameof(search), search, "Unknown search."),
    };

    /// <summary>Name of a state.</summary>
    public static string Of(SweepState state) => state switch
    {
        SweepState.Running => SweepsTexts.Running,
        SweepState.Stopped => SweepsTexts.Stopped,
        SweepState.Finished => SweepsTexts.Finished,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };
}
