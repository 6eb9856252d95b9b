using WarpGrad.Contracts.Datasets;
using WarpGrad.Jobs.Datasets;

namespace WarpGrad.Jobs.Tests;

/// <summary>Practice glyphs as a dataset.</summary>
public sealed class GlyphPackerTests
{
    [Fact]
    public async Task Whole_alphabets_go_to_one_split_and_the_pixels_fit_the_table()
    {
        using var pixels = new MemoryStream();
        var packed = await GlyphPacker.PackAsync(new GlyphRecipe(Alphabets: 5, Characters: 4, Drawers: 3, Side: 16), pixels, CancellationToken.None);

        Assert.Equal(5 * 4 * 3 * 16 * 16, pixels.Length);
        Assert.Equal(20, packed.Classes.Count);
        Assert.All(packed.Classes.GroupBy(c => c.Group), alphabet => Assert.Single(alphabet.Select(c => c.Split).Distinct()));
        Assert.Equal(3, packed.Classes.Select(c => c.Split).Distinct().Count());
    }
}
