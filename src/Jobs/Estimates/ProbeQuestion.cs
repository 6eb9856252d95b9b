using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Jobs.Estimates;

/// <summary>What a probe process is asked: a spec, and the shape of its dataset, whose pixels do not matter.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Image">Channels, height and width of the images; null for families that need none.</param>
/// <param name="Classes">Their class table.</param>
/// <param name="Part">What to measure.</param>
internal sealed record ProbeQuestion(RunSpec Spec, int[]? Image, IReadOnlyList<ImageClass> Classes, ProbePart Part = ProbePart.Both)
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

/// <summary>What one process measures.</summary>
internal enum ProbePart
{
    /// <summary>The run, and a method through the path.</summary>
    Both,

    /// <summary>The run alone.</summary>
    Run,

    /// <summary>A method through the path alone; all other figures are zero.</summary>
    ThroughPath,
}
