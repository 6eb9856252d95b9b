using WarpGrad.Jobs.Datasets;

namespace WarpGrad.Jobs.Tests;

/// <summary>How many pixels a dataset may have.</summary>
public sealed class ImagePackerTests
{
    private const int Images = 120_000, Classes = 6;

    [Fact]
    public async Task More_pixels_than_training_can_hold_are_refused_before_any_image_is_read()
    {
        using var zip = TinyZip.Open(["a.png"]);
        var classes = Enumerable.Range(0, Classes).Select(c => new ZipClass("", $"c{c}", null, [.. Enumerable.Repeat(zip.Entries[0], Images / Classes)])).ToList();
        using var pixels = new MemoryStream();

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ImagePacker.PackAsync(classes, channels: 3, side: 84, pixels, CancellationToken.None));

        Assert.Equal(
            $"Scaled to 84×84 in colour, the {Images} images have {Images * 3L * 84 * 84} bytes; a dataset has at most {Array.MaxLength}: send fewer images, or choose a smaller size or grey.",
            refused.Message);
        Assert.Equal(0, pixels.Length);
    }
}
