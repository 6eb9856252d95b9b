using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tasks.Glyphs;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Draws practice glyphs into a packed pixel file.</summary>
internal static class GlyphPacker
{
    /// <summary>Writes uint8 [images, 1, side, side], classes consecutive.</summary>
    public static async Task<PackedDataset> PackAsync(GlyphRecipe recipe, Stream pixels, CancellationToken cancellation)
    {
        var names = PracticeGlyphs.Classes(recipe);
        var (rule, splits) = SplitChooser.Choose(names);
        var classes = names.Zip(splits, (c, split) => new PackedClass(c.Group, c.Name, split, recipe.Drawers)).ToList();
        using var writer = new PixelWriter(pixels, 1, recipe.Side, rule);
        foreach (var (c, images) in classes.Zip(PracticeGlyphs.Draw(recipe)))
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Begin(c);
            foreach (var image in images)
                await writer.AddAsync(image, cancellation);
        }

        return new PackedDataset(writer.Finish(), 1, rule, classes);
    }
}
