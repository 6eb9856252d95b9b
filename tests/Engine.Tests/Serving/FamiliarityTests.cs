using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tasks.Glyphs;
using WarpGrad.Engine.Tests.Families;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Serving;

/// <summary>Warnings when examples look unlike what a model was meta-trained on.</summary>
public sealed class FamiliarityTests
{
    private static readonly PackedImages Glyphs = MakeGlyphs();
    private static readonly Lazy<WarpModel> OfGlyphs = new(() => ServedModels.Train(Samples.Spec with { Learner = Samples.Spec.Learner with { InvertImages = true } }, Glyphs));

    [Fact]
    public void Every_task_of_the_test_classes_looks_familiar()
    {
        var classes = Glyphs.Classes.Where(c => c.Split == ClassSplit.Test).ToArray();
        for (var first = 0; first + 3 <= classes.Length; first++)
            Assert.Null(Warning([.. Enumerable.Range(first, 3).SelectMany(c => Glyphs[classes[c].FirstImage + first % 4].ToArray())]));
    }

    [Fact]
    public void Inverted_images_are_told_with_their_numbers()
    {
        var (support, _) = ServedModels.Support(Glyphs, ClassSplit.Test, 3, 1);

        var warning = Warning(Array.ConvertAll(support, pixel => (byte)(255 - pixel)));

        Assert.Matches("^The support images look unlike the training images: their .* is 0\\.\\d+, in training it was 0\\.\\d+ ± 0\\.\\d+ ", warning);
    }

    [Fact]
    public void Noise_is_told_by_its_edges()
    {
        var random = new Random(1);
        var support = new byte[3 * Glyphs.Image.Size];
        random.NextBytes(support);

        Assert.NotNull(Warning(support));
    }

    [Fact]
    public void A_file_without_statistics_gives_no_warning()
    {
        using var model = WarpModel.Read(ModelFile.Of(Samples.Spec).Write());

        Assert.Null(model.Statistics);
        Assert.Null(Familiarity.OfImages(model, new byte[3 * Samples.Image.Size], 3, new AdaptationOptions(), [1, 1]));
    }

    [Theory]
    [InlineData("[1, 2")]
    [InlineData("null")]
    [InlineData("""{"images":{"ways":3},"curves":null,"supportLoss":null}""")]
    [InlineData("""{"images":{"ways":3,"single":null,"task":null},"curves":null,"supportLoss":null}""")]
    [InlineData("""{"images":{"ways":3,"single":{"brightness":null,"contrast":null,"edges":null},"task":{}},"curves":null,"supportLoss":null}""")]
    public void Statistics_that_are_none_do_no_harm(string statistics)
    {
        var file = ModelFile.Of(Samples.Spec);
        file.Metadata["trainingStatistics"] = statistics;
        using var model = WarpModel.Read(file.Write());

        Assert.Null(model.Statistics);
    }

    [Fact]
    public void Points_outside_the_training_range_are_told()
    {
        using var model = ServedModels.Train(FamilySamples.Specs[TaskFamily.Sinusoids], null);

        Assert.Null(Familiarity.OfCurve(model, [new(-5, 0.5), new(5, -1)]));
        Assert.Contains("their x goes from -5 to 50, in training from -5 to 5", Familiarity.OfCurve(model, [new(-5, 0.5), new(50, -1)]), StringComparison.Ordinal);
        Assert.Contains("their y goes from", Familiarity.OfCurve(model, [new(0, 400)]), StringComparison.Ordinal);
    }

    private static string? Warning(byte[] support) =>
        Familiarity.OfImages(OfGlyphs.Value, support, 3, new AdaptationOptions(), [1, 0.5, 0.1]);

    private static PackedImages MakeGlyphs()
    {
        var recipe = new GlyphRecipe(Seed: 3, Alphabets: 6, Characters: 5, Drawers: 4, Side: 28);
        var names = PracticeGlyphs.Classes(recipe);
        var (_, splits) = SplitChooser.Choose(names);
        ImageClass[] classes = [.. names.Zip(splits, (name, split) => (name, split)).Select((c, index) => new ImageClass(c.name.Group, c.name.Name, c.split, index * recipe.Drawers, recipe.Drawers))];
        byte[] pixels = [.. PracticeGlyphs.Draw(recipe).SelectMany(images => images.SelectMany(image => image))];
        return new PackedImages(pixels, 1, recipe.Side, recipe.Side, classes, "glyphs");
    }
}
