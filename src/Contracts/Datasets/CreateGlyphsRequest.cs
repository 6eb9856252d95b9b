namespace WarpGrad.Contracts.Datasets;

/// <summary>Asks for a dataset of practice glyphs, which needs no upload.</summary>
/// <param name="Name">Name shown.</param>
/// <param name="Description">Free text.</param>
/// <param name="Seed">Equal seeds and counts give equal images.</param>
/// <param name="Alphabets">Number of alphabets, 3 to 50.</param>
/// <param name="Characters">Characters of each alphabet, 2 to 40.</param>
/// <param name="Drawers">Images of each character, 2 to 40.</param>
/// <param name="Side">Rows and columns of every image, 14 to 84.</param>
public sealed record CreateGlyphsRequest(
    string Name, string Description = "", long Seed = 1, int Alphabets = 20, int Characters = 20, int Drawers = 20, int Side = 28)
{
    /// <summary>What is to be drawn.</summary>
    public GlyphRecipe ToRecipe() => new(Seed, Alphabets, Characters, Drawers, Side);
}
