using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tasks.Glyphs;

namespace WarpGrad.Benchmarks.Workloads;

/// <summary>Practice glyphs in memory, the same in every process.</summary>
internal static class PracticeData
{
    private static readonly Lazy<PackedImages> Made = new(Make);

    /// <summary>The images, 28×28, a quarter of their alphabets for validation and test each.</summary>
    public static PackedImages Images => Made.Value;

    /// <summary>Images without meaning, of any shape, as many classes in each split as a task needs.</summary>
    /// <param name="image">Shape of an image.</param>
    /// <param name="ways">Classes of a split.</param>
    /// <param name="perClass">Images of a class.</param>
    public static PackedImages Noise(ImageShape image, int ways, int perClass)
    {
        ClassSplit[] splits = [ClassSplit.Train, ClassSplit.Validation, ClassSplit.Test];
        ImageClass[] classes = [.. Enumerable.Range(0, splits.Length * ways).Select(i => new ImageClass("", $"{i}", splits[i / ways], i * perClass, perClass))];
        var pixels = new byte[classes.Length * perClass * image.Size];
        new Random(1).NextBytes(pixels);
        return new PackedImages(pixels, image.Channels, image.Height, image.Width, classes, "noise");
    }

    private static PackedImages Make()
    {
        var recipe = new GlyphRecipe(Alphabets: 8);
        var names = PracticeGlyphs.Classes(recipe);
        var images = PracticeGlyphs.Draw(recipe).ToArray();
        var groups = names.Select(name => name.Group).Distinct().ToList();
        var splits = new[] { ClassSplit.Train, ClassSplit.Train, ClassSplit.Validation, ClassSplit.Test };
        var first = 0;
        var classes = new List<ImageClass>();
        for (var i = 0; i < names.Count; i++)
        {
            classes.Add(new ImageClass(names[i].Group, names[i].Name, splits[groups.IndexOf(names[i].Group) % splits.Length], first, images[i].Count));
            first += images[i].Count;
        }

        return new PackedImages(images.SelectMany(drawn => drawn).SelectMany(pixels => pixels).ToArray(), 1, recipe.Side, recipe.Side, classes, "practice glyphs");
    }
}
