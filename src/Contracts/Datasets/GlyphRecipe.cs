namespace WarpGrad.Contracts.Datasets;

/// <summary>What practice glyphs are made from: equal recipes give equal images on every machine.</summary>
/// <param name="Seed">Where the randomness starts.</param>
/// <param name="Alphabets">Number of alphabets; each is a group with a style of its own.</param>
/// <param name="Characters">Characters of each alphabet; each is a class.</param>
/// <param name="Drawers">People who draw each character once.</param>
/// <param name="Side">Rows and columns of every image, pixels.</param>
public sealed record GlyphRecipe(long Seed = 1, int Alphabets = 20, int Characters = 20, int Drawers = 20, int Side = 28)
{
    /// <summary>Fewest alphabets: training, validation and test each take whole ones.</summary>
    public const int FewestAlphabets = 3;

    /// <summary>Most alphabets.</summary>
    public const int MostAlphabets = 50;

    /// <summary>Fewest characters of an alphabet.</summary>
    public const int FewestCharacters = 2;

    /// <summary>Most characters of an alphabet.</summary>
    public const int MostCharacters = 40;

    /// <summary>Fewest drawers: a task needs an image to learn from and another to be asked about.</summary>
    public const int FewestDrawers = 2;

    /// <summary>Most drawers.</summary>
    public const int MostDrawers = 40;

    /// <summary>Smallest side, pixels.</summary>
    public const int SmallestSide = 14;
}
