using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Jobs.Estimates;

/// <summary>What a probe process is asked: a spec, and the shape of its dataset, whose pixels do not matter.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Image">Channels, height and width of the images; null for families that need none.</param>
/// <param name="Classes">Their class table.</param>
internal sealed record ProbeQuestion(RunSpec Spec, int[]? Image, IReadOnlyList<ImageClass> Classes)
{
    /// <summary>Images of that shape: noise from a fixed seed.</summary>
    public PackedImages? Images()
    {
        if (Image is not [var channels, var height, var width])
            return null;
        var pixels = new byte[Classes.Sum(one => (long)one.ImageCount) * channels * height * width];
        new Random(1).NextBytes(pixels);
        return new PackedImages(pixels, channels, height, width, Classes, "");
    }
}
