using System.Security.Cryptography;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Tasks.Glyphs;

namespace WarpGrad.Engine.Tests.Tasks;

/// <summary>Glyphs drawn from a seed.</summary>
public sealed class PracticeGlyphsTests
{
    private static readonly GlyphRecipe Small = new(Seed: 1, Alphabets: 3, Characters: 10, Drawers: 6);

    [Fact]
    public void A_recipe_gives_the_same_pixels_on_every_machine()
    {
        Assert.Equal("955c670f0aa6b09b3975d4d142801b1d5613247a50e48a4113a98e50a247bb57", Hash(Small));
    }

    [Fact]
    public void Another_seed_gives_other_glyphs()
    {
        Assert.NotEqual(Hash(Small), Hash(Small with { Seed = 2 }));
    }

    [Fact]
    public void There_is_a_class_for_each_character_and_an_image_for_each_drawer()
    {
        var recipe = new GlyphRecipe(Seed: 5, Alphabets: 4, Characters: 3, Drawers: 2, Side: 20);
        var classes = PracticeGlyphs.Draw(recipe).ToList();

        Assert.Equal(12, classes.Count);
        Assert.All(classes, images => Assert.Equal([400, 400], images.Select(image => image.Length)));
        Assert.Equal(12, PracticeGlyphs.Classes(recipe).Distinct().Count());
    }

    [Fact]
    public void Every_glyph_is_dark_on_white_paper()
    {
        Assert.All(PracticeGlyphs.Draw(Small).SelectMany(images => images), image =>
        {
            Assert.InRange(image.Count(pixel => pixel < 64), 8, image.Length / 2);
            Assert.True(image.Count(pixel => pixel == 255) > image.Length / 3);
        });
    }

    [Fact]
    public void Drawers_differ_but_a_character_is_known_again()
    {
        foreach (var alphabet in PracticeGlyphs.Draw(Small).Chunk(Small.Characters))
        {
            var right = 0;
            for (var character = 0; character < alphabet.Length; character++)
            {
                Assert.Equal(Small.Drawers, alphabet[character].Select(Convert.ToHexString).Distinct().Count());
                // The first drawer's glyph against what the others draw on average.
                var nearest = Enumerable.Range(0, alphabet.Length).MinBy(other => Distance(alphabet[character][0], alphabet[other].Skip(1)));
                right += nearest == character ? 1 : 0;
            }

            Assert.True(right >= Small.Characters / 2, $"Only {right} of {Small.Characters} characters are nearest to themselves.");
        }
    }

    private static double Distance(byte[] image, IEnumerable<byte[]> others)
    {
        var mean = new double[image.Length];
        foreach (var other in others)
            for (var i = 0; i < mean.Length; i++)
                mean[i] += other[i] / (Small.Drawers - 1.0);
        return image.Zip(mean, (a, b) => (a - b) * (a - b)).Sum();
    }

    private static string Hash(GlyphRecipe recipe) =>
        Convert.ToHexStringLower(SHA256.HashData([.. PracticeGlyphs.Draw(recipe).SelectMany(images => images).SelectMany(image => image)]));
}
