namespace WarpGrad.Engine.Compute;

/// <summary>Consecutive parts of a row of equal pieces of work.</summary>
internal static class Parts
{
    /// <summary>As few parts as their size allows, as equal as can be.</summary>
    /// <param name="pieces">Pieces in all.</param>
    /// <param name="most">Pieces of a part at most.</param>
    /// <returns>Index of each part's first piece, and how many it has.</returns>
    public static IReadOnlyList<(int First, int Count)> Of(int pieces, int most)
    {
        var parts = (pieces + most - 1) / most;
        return [.. Enumerable.Range(0, parts).Select(part => (Begin(part), Begin(part + 1) - Begin(part)))];

        int Begin(int part) => (int)((long)pieces * part / parts);
    }
}
