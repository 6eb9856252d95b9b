using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Tasks.Glyphs;

/// <summary>A drawn class.</summary>
/// <param name="Group">Its alphabet.</param>
/// <param name="Name">Its character.</param>
/// <param name="Images">uint8 [side, side] of each drawer; 255 is paper.</param>
public sealed record GlyphClass(string Group, string Name, IReadOnlyList<byte[]> Images);

/// <summary>
/// Draws alphabets that look written by hand, so that there is something to train on before there are data. Only arithmetic that is
/// exact on every machine is used, so a recipe gives the same pixels everywhere.
/// </summary>
public static class PracticeGlyphs
{
    /// <summary>Draws the classes of a recipe, one after the other.</summary>
    /// <param name="recipe">Seed and counts.</param>
    public static IEnumerable<GlyphClass> Draw(GlyphRecipe recipe)
    {
        for (var alphabet = 0; alphabet < recipe.Alphabets; alphabet++)
        {
            var characters = GlyphAlphabet.Invent(recipe.Characters, RandomStream.Derive(recipe.Seed, StreamPurpose.GlyphShapes, alphabet));
            var drawers = Enumerable.Range(0, recipe.Drawers)
                .Select(drawer => new GlyphDrawer(RandomStream.Derive(recipe.Seed, StreamPurpose.GlyphDrawers, alphabet, drawer)))
                .ToArray();
            for (var character = 0; character < characters.Count; character++)
                yield return new GlyphClass($"alphabet{alphabet + 1:00}", $"character{character + 1:00}",
                    [.. drawers.Select((drawer, index) => drawer.Draw(characters[character], recipe.Side,
                        RandomStream.Derive(recipe.Seed, StreamPurpose.GlyphDrawers, alphabet, index, character)))]);
        }
    }
}
