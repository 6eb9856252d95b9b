using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Serving;

/// <summary>Three numbers that tell kinds of images apart, each from 0 to 1.</summary>
/// <param name="Brightness">Mean over pixels.</param>
/// <param name="Contrast">Standard deviation over pixels.</param>
/// <param name="Edges">Mean absolute difference of neighbouring pixels.</param>
public readonly record struct ImageFeatures(double Brightness, double Contrast, double Edges)
{
    /// <summary>Measures an image.</summary>
    /// <param name="pixels">uint8 [channels, height, width].</param>
    /// <param name="shape">Its shape.</param>
    public static ImageFeatures Of(ReadOnlySpan<byte> pixels, ImageShape shape)
    {
        var (sum, squares, edges, neighbours) = (0.0, 0.0, 0L, 0L);
        for (var i = 0; i < pixels.Length; i++)
        {
            double value = pixels[i];
            (sum, squares) = (sum + value, squares + value * value);
            var (column, row) = (i % shape.Width, i / shape.Width % shape.Height);
            if (column > 0)
                (edges, neighbours) = (edges + Math.Abs(pixels[i] - pixels[i - 1]), neighbours + 1);
            if (row > 0)
                (edges, neighbours) = (edges + Math.Abs(pixels[i] - pixels[i - shape.Width]), neighbours + 1);
        }

        var mean = sum / pixels.Length;
        var variance = Math.Max(0, squares / pixels.Length - mean * mean);
        return new ImageFeatures(mean / byte.MaxValue, Math.Sqrt(variance) / byte.MaxValue, (double)edges / Math.Max(1, neighbours) / byte.MaxValue);
    }

    /// <summary>The mean of several.</summary>
    /// <param name="all">At least one.</param>
    public static ImageFeatures Mean(IReadOnlyCollection<ImageFeatures> all) => new(
        all.Average(one => one.Brightness), all.Average(one => one.Contrast), all.Average(one => one.Edges));
}

/// <summary>Mean and spread of the features.</summary>
/// <param name="Brightness">Of the brightness.</param>
/// <param name="Contrast">Of the contrast.</param>
/// <param name="Edges">Of the edges.</param>
public sealed record FeatureSpreads(Spread Brightness, Spread Contrast, Spread Edges)
{
    /// <summary>Of features.</summary>
    /// <param name="features">The features.</param>
    public static FeatureSpreads Of(IReadOnlyCollection<ImageFeatures> features) => new(
        Spread.Of([.. features.Select(one => one.Brightness)]), Spread.Of([.. features.Select(one => one.Contrast)]), Spread.Of([.. features.Select(one => one.Edges)]));
}

/// <summary>What training images look like, before any inversion.</summary>
/// <param name="Ways">Classes of a training task.</param>
/// <param name="Single">Over images.</param>
/// <param name="Task">Over the means of support sets.</param>
public sealed record ImageStatistics(int Ways, FeatureSpreads Single, FeatureSpreads Task)
{
    private const int MostImages = 1000, Tasks = 100;

    /// <summary>Measures the training classes of a dataset.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="data">The dataset version.</param>
    internal static ImageStatistics Measure(RunSpec spec, PackedImages data)
    {
        ImageClass[] classes = [.. data.Classes.Where(c => c.Split == ClassSplit.Train && c.ImageCount > 0)];
        int[] images = [.. classes.SelectMany(c => Enumerable.Range(c.FirstImage, c.ImageCount))];
        var stride = Math.Max(1, images.Length / MostImages);
        var single = images.Where((_, place) => place % stride == 0).Select(Features).ToArray();
        var task = Enumerable.Range(0, Tasks).Select(index => ImageFeatures.Mean(Draw(RandomStream.Derive(spec.Seed, StreamPurpose.Statistics, index)))).ToArray();
        return new ImageStatistics(spec.Task.Ways, FeatureSpreads.Of(single), FeatureSpreads.Of(task));

        ImageFeatures Features(int image) => ImageFeatures.Of(data[image], data.Image);

        // The spread over tasks wants classes of one group where there are groups: that is how callers' images belong together.
        ImageFeatures[] Draw(RandomStream random)
        {
            var group = classes[random.NextInt(classes.Length)].Group;
            ImageClass[] pool = [.. classes.Where(c => c.Group == group)];
            return [.. Enumerable.Range(0, Math.Min(20, spec.Task.Ways * spec.Task.Shots)).Select(_ =>
            {
                var chosen = pool[random.NextInt(pool.Length)];
                return Features(chosen.FirstImage + random.NextInt(chosen.ImageCount));
            })];
        }
    }
}
