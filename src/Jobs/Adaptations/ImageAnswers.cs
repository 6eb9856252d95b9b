using System.Diagnostics;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Engine;
using WarpGrad.Engine.Learners;
using WarpGrad.Jobs.Images;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Answers of models that classify images.</summary>
internal static class ImageAnswers
{
    /// <summary>Adapts to labelled images and classifies others.</summary>
    public static Answer To(AdaptAndPredictRequest request, WarpModel model, AdaptationOptions options, CancellationToken stop)
    {
        var shape = model.Image!.Value;
        var labels = request.Support.Select(example => example.Label!).Distinct().ToList();
        var support = Pack(request.Support.Select((example, n) => (example.Image!, $"support image {n + 1} ('{example.Label}')")), shape);
        var queries = Pack(request.Query.Select(query => (query.Image!, $"query image '{query.Id}'")), shape);
        using var adapted = model.Adapt(support, [.. request.Support.Select(example => labels.IndexOf(example.Label!))], labels.Count, options, stop);
        var clock = Stopwatch.StartNew();
        var probabilities = adapted.Predict(queries);
        var predicting = clock.Elapsed.TotalMilliseconds;
        return new Answer(labels, [.. request.Query.Select((query, n) => Describe(query.Id!, labels, probabilities[n]))], adapted.SupportLoss, null, predicting);
    }

    private static byte[] Pack(IEnumerable<(byte[] File, string Which)> images, ImageShape shape)
    {
        using var packed = new MemoryStream();
        foreach (var (file, which) in images)
            try
            {
                packed.Write(ImageReader.Read(file, shape.Channels, shape.Height, shape.Width));
            }
            catch (ImageRefusedException refused)
            {
                throw new ImageRefusedException($"The {which} {refused.Message}");
            }

        return packed.ToArray();
    }

    private static Prediction Describe(string id, List<string> labels, float[] probabilities)
    {
        var best = Array.IndexOf(probabilities, probabilities.Max());
        return new Prediction(id, labels[best], labels.Zip(probabilities).ToDictionary(pair => pair.First, pair => (double)pair.Second));
    }
}
