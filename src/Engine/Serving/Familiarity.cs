using System.Globalization;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Serving;

/// <summary>Compares what a caller sends with what a model was meta-trained on.</summary>
public static class Familiarity
{
    /// <summary>Standard deviations, of single images or of tasks' means whichever is more, beyond which a support set counts as unlike training.</summary>
    private const double FarAway = 4;

    /// <summary>Smallest deviation that is believed: training images may all look the same.</summary>
    private const double SmallestDeviation = 0.015;

    /// <summary>Part of its range by which a curve's points may leave it.</summary>
    private const double Leeway = 0.1;

    /// <summary>One sentence when support images look unlike the training images or the model could not learn them; null otherwise.</summary>
    /// <param name="model">A model of images.</param>
    /// <param name="support">Support images, uint8 [n, channels, height, width].</param>
    /// <param name="ways">Classes.</param>
    /// <param name="options">How the model adapted.</param>
    /// <param name="losses">Support loss on the way.</param>
    public static string? OfImages(WarpModel model, ReadOnlySpan<byte> support, int ways, AdaptationOptions options, IReadOnlyList<double> losses)
    {
        if (model is not { Statistics: { Images: { } training } statistics, Image: { } shape })
            return null;
        var features = new ImageFeatures[support.Length / shape.Size];
        for (var i = 0; i < features.Length; i++)
            features[i] = ImageFeatures.Of(support.Slice(i * shape.Size, shape.Size), shape);
        var mean = ImageFeatures.Mean(features);
        (string Name, double Value, Spread Single, Spread Task)[] compared =
        [
            ("mean brightness", mean.Brightness, training.Single.Brightness, training.Task.Brightness),
            ("contrast", mean.Contrast, training.Single.Contrast, training.Task.Contrast),
            ("mean difference of neighbouring pixels", mean.Edges, training.Single.Edges, training.Task.Edges),
        ];
        var (name, value, single, _) = compared.MaxBy(entry => Distance(entry.Value, entry.Single, entry.Task));
        var furthest = compared.Max(entry => Distance(entry.Value, entry.Single, entry.Task));
        if (furthest > FarAway)
            return $"The support images look unlike the training images: their {name} is {Text(value)}, in training it was {Text(single.Mean)} ± {Text(single.Deviation)} (black 0, white 1).";

        // A loss tells something only where adaptation went as in training.
        var usual = options is { LearningRate: null, StopBelow: null, Warped: true } && (options.Steps ?? model.Spec.InnerLoop.Steps) >= model.Spec.InnerLoop.Steps && ways == training.Ways;
        return usual && statistics.SupportLoss is { } loss && losses[^1] > Math.Max(loss.Mean + FarAway * Math.Max(loss.Deviation, 0.05), 0.75 * Math.Log(ways))
            ? $"The model could hardly learn these examples: their loss after adaptation is {Text(losses[^1])}, on training tasks it was {Text(loss.Mean)} ± {Text(loss.Deviation)}."
            : null;
    }

    /// <summary>One sentence when points lie outside the range of training curves; null otherwise.</summary>
    /// <param name="model">A model of curves.</param>
    /// <param name="points">The points.</param>
    public static string? OfCurve(WarpModel model, IReadOnlyList<CurveExample> points)
    {
        if (model.Statistics?.Curves is not { } training)
            return null;
        return Outside("x", points.Min(point => point.X), points.Max(point => point.X), training.LeastX, training.MostX)
            ?? Outside("y", points.Min(point => point.Y), points.Max(point => point.Y), training.LeastY, training.MostY);
    }

    private static double Distance(double value, Spread single, Spread task) =>
        Math.Abs(value - single.Mean) / Math.Max(SmallestDeviation, Math.Max(single.Deviation, task.Deviation));

    private static string? Outside(string axis, double least, double most, double trainedLeast, double trainedMost)
    {
        var leeway = Leeway * (trainedMost - trainedLeast);
        return least < trainedLeast - leeway || most > trainedMost + leeway
            ? $"The points leave the range of the training curves: their {axis} goes from {Text(least)} to {Text(most)}, in training from {Text(trainedLeast)} to {Text(trainedMost)}."
            : null;
    }

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
