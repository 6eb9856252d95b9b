using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Tasks.Glyphs;

/// <summary>
/// Draws alphabets that look written by hand, so that there is something to train on before there are data. Only arithmetic that is
/// exact on every machine is used, so a recipe gives the same pixels everywhere.
/// </summary>
public static class PracticeGlyphs
{
    /// <summary>Group and name of each class.</summary>
    /// <param name="recipe">Seed and counts.</param>
    public static IReadOnlyList<(string Group, string Name)> Classes(GlyphRecipe recipe) =>
    [
        .. from alphabet in Enumerable.Range(1, recipe.Alphabets)
           from character in Enumerable.Range(1, recipe.Characters)
           select ($"alphabet{alphabet:00}", $"character{character:00}"),
    ];

    /// <summary>Draws the classes, one after the other.</summary>
    /// <param name="recipe">Seed and counts.</param>
    /// <returns>For each class uint8 [side, side] of each drawer; 255 is paper.</returns>
    public static IEnumerable<IReadOnlyList<byte[]>> Draw(GlyphRecipe recipe)
    {
        for (var alphabet = 0; alphabet < recipe.Alphabets; alphabet++)
        {
            var characters = GlyphAlphabet.Invent(recipe.Characters, RandomStream.Derive(recipe.Seed, StreamPurpose.GlyphShapes, alphabet));
            var drawers = Enumerable.Range(0, recipe.Drawers)
                .Select(drawer => new GlyphDrawer(RandomStream.Derive(recipe.Seed, StreamPurpose.GlyphDrawers, alphabet, drawer)))
                .ToArray();
            foreach (var (index, character) in characters.Index())
                yield return [.. drawers.Select((drawer, who) => drawer.Draw(character, recipe.Side,
                    RandomStream.Derive(recipe.Seed, StreamPurpose.GlyphDrawers, alphabet, who, index)))];
        }
    }
}
