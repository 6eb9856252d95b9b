namespace WarpGrad.Engine.Networks.Recurrent;

/// <summary>
/// How the parts of a row lie in memory that is worked on vector by vector: each part begins on a vector of its own, and the lanes behind
/// it are room that nothing reads.
/// </summary>
internal sealed class BlockLayout
{
    private readonly int[] _offsets;

    /// <summary>Lays out a row.</summary>
    /// <param name="lanes">Lanes of a vector.</param>
    /// <param name="sizes">Sizes of the parts.</param>
    public BlockLayout(int lanes, params ReadOnlySpan<int> sizes)
    {
        _offsets = new int[sizes.Length];
        var places = new List<int>();
        for (var part = 0; part < sizes.Length; part++)
        {
            _offsets[part] = Depth;
            places.AddRange(Enumerable.Range(Depth, sizes[part]));
            Depth += (sizes[part] + lanes - 1) / lanes * lanes;
        }

        Places = [.. places];
        Width = (Depth + 2 * lanes - 1) / (2 * lanes) * (2 * lanes);
    }

    /// <summary>Room of all parts: whole vectors.</summary>
    public int Depth { get; }

    /// <summary>Room of a row: whole pairs of vectors, which products are computed in.</summary>
    public int Width { get; }

    /// <summary>Where each entry lies.</summary>
    public int[] Places { get; }

    /// <summary>Where a part begins.</summary>
    /// <param name="part">Which.</param>
    public int this[int part] => _offsets[part];
}
