using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine;

/// <summary>A model adapted to one task, ready for queries. It stays usable after its model is disposed.</summary>
public sealed class AdaptedLearner : IDisposable
{
    /// <summary>Images computed at a time. Always filled up, so that an image meets the same kernels whatever else was asked.</summary>
    private const int QueriesAtOnce = 16;

    private readonly ImageLearner _learner;
    private readonly ParameterSet _theta, _phi;
    private readonly FrozenClassifier _classifier;

    internal AdaptedLearner(ImageLearner learner, ParameterSet theta, ParameterSet phi, FrozenClassifier classifier, IReadOnlyList<double> supportLoss) =>
        (_learner, _theta, _phi, _classifier, SupportLoss) = (learner, theta, phi, classifier, supportLoss);

    /// <summary>Support loss at the start and after every adaptation step.</summary>
    public IReadOnlyList<double> SupportLoss { get; }

    /// <summary>Probabilities [n][ways] of the images that were asked about at the start and after every adaptation step; empty where none were.</summary>
    public IReadOnlyList<float[][]> Trace { get; init; } = [];

    /// <summary>Bytes of its tensors.</summary>
    public long Bytes => _theta.Bytes + _phi.Bytes;

    /// <summary>θ.</summary>
    internal ParameterSet Theta => _theta;

    /// <summary>Classifies queries, each by itself unless the model's normalisation is transductive.</summary>
    /// <param name="queries">Images, uint8 [n, channels, height, width].</param>
    /// <returns>Probabilities [n][ways].</returns>
    public float[][] Predict(ReadOnlySpan<byte> queries) => Predict(queries, FirstUse.Guard);

    /// <summary>Classifies queries.</summary>
    /// <param name="queries">Images, uint8 [n, channels, height, width].</param>
    /// <param name="guard">Runs a piece of work of a kind; see <see cref="FirstUse"/>.</param>
    internal float[][] Predict(ReadOnlySpan<byte> queries, Func<object, Func<float[][]>, float[][]> guard)
    {
        TorchRuntime.ApplyToThread();
        var size = _learner.Image.Size;
        var count = queries.Length / size;
        if (count * size != queries.Length)
            throw new ArgumentException($"{queries.Length} bytes are no whole number of images of {size} bytes.", nameof(queries));
        var predictions = new float[count][];
        var chunk = _learner.QueriesInfluenceEachOther ? count : QueriesAtOnce;
        for (var start = 0; start < count; start += chunk)
        {
            var some = Math.Min(chunk, count - start);
            var pixels = queries.Slice(start * size, some * size).ToArray();
            guard((_learner.Kind, chunk), () => Predict(pixels, chunk)).AsSpan(0, some).CopyTo(predictions.AsSpan(start));
        }

        return predictions;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _theta.Dispose();
        _phi.Dispose();
        _classifier.Dispose();
    }

    private float[][] Predict(ReadOnlySpan<byte> queries, int rows)
    {
        var pixels = new float[rows * _learner.Image.Size];
        PixelScale.ToFloat(queries, pixels, _learner.InvertsImages);
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var images = PixelScale.ToTensor(pixels, _learner.Image, Placement.Of(_theta.Tensors[0]));
        var probabilities = _learner.Logits(_theta, _phi, _classifier, images).softmax(1).to(ScalarType.Float32, torch.CPU);
        var ways = (int)probabilities.shape[1];
        return [.. probabilities.data<float>().ToArray().Chunk(ways)];
    }
}
