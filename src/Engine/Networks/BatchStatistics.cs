using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Networks;

/// <summary>Where batch normalisation takes mean and (biased) variance from.</summary>
public abstract class BatchStatistics
{
    private static readonly long[] AllButChannels = [0, 2, 3];

    /// <summary>From all images of the pass.</summary>
    public static BatchStatistics OfBatch { get; } = new Batch();

    /// <summary>From the first <paramref name="rows"/> images of the pass, applied to all: queries then do not influence each other.</summary>
    /// <param name="rows">Number of support images at the front of the batch.</param>
    public static BatchStatistics OfFirst(long rows) => new First(rows);

    /// <summary>From all images of the pass, and kept for later passes.</summary>
    /// <param name="into">Receives the statistics of every layer.</param>
    public static BatchStatistics Recorded(RecordedStatistics into) => new Recorder(into);

    /// <summary>From an earlier pass.</summary>
    /// <param name="recorded">Statistics of every layer.</param>
    public static BatchStatistics From(RecordedStatistics recorded) => new Replayed(recorded);

    /// <summary>Normalises one layer's input.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="input">[batch, c, h, w].</param>
    /// <param name="weight">[c].</param>
    /// <param name="bias">[c].</param>
    /// <param name="epsilon">Added to the variance.</param>
    internal abstract Tensor Normalize(string layer, Tensor input, Tensor weight, Tensor bias, double epsilon);

    private static (Tensor Variance, Tensor Mean) Measure(Tensor input) => torch.var_mean(input, AllButChannels, unbiased: false);

    private static Tensor Apply(Tensor input, Tensor mean, Tensor variance, Tensor weight, Tensor bias, double epsilon)
    {
        var scale = variance.Plus(epsilon).rsqrt().mul(weight);
        var shift = bias.Minus(mean.mul(scale));
        return shift.view(1, -1, 1, 1).PlusProduct(input, scale.view(1, -1, 1, 1));
    }

    private sealed class Batch : BatchStatistics
    {
        internal override Tensor Normalize(string layer, Tensor input, Tensor weight, Tensor bias, double epsilon) =>
            SecondOrder.ExpectedOf(input)
                ? Kernels.Normalization.Output(input, weight, bias, epsilon)
                : F.batch_norm(input, null, null, weight, bias, training: true, momentum: 0, eps: epsilon);
    }

    private sealed class First(long rows) : BatchStatistics
    {
        internal override Tensor Normalize(string layer, Tensor input, Tensor weight, Tensor bias, double epsilon)
        {
            var (variance, mean) = Measure(input.narrow(0, 0, rows));
            return Apply(input, mean, variance, weight, bias, epsilon);
        }
    }

    private sealed class Recorder(RecordedStatistics into) : BatchStatistics
    {
        internal override Tensor Normalize(string layer, Tensor input, Tensor weight, Tensor bias, double epsilon)
        {
            var (variance, mean) = Measure(input);
            into.Add(layer, mean, variance);
            return Apply(input, mean, variance, weight, bias, epsilon);
        }
    }

    private sealed class Replayed(RecordedStatistics recorded) : BatchStatistics
    {
        internal override Tensor Normalize(string layer, Tensor input, Tensor weight, Tensor bias, double epsilon)
        {
            var (mean, variance) = recorded[layer];
            return Apply(input, mean, variance, weight, bias, epsilon);
        }
    }
}

/// <summary>Mean and biased variance [c] of every batch normalisation of one pass.</summary>
public sealed class RecordedStatistics : IDisposable
{
    private readonly Dictionary<string, (Tensor Mean, Tensor Variance)> _layers = new(StringComparer.Ordinal);

    /// <summary>Statistics of a layer.</summary>
    /// <param name="layer">Name of the layer.</param>
    public (Tensor Mean, Tensor Variance) this[string layer] => _layers[layer];

    /// <summary>Statistics of the same layers, which belong to the enclosing dispose scope.</summary>
    /// <param name="change">Makes the new tensor from the old.</param>
    internal RecordedStatistics Map(Func<Tensor, Tensor> change)
    {
        var changed = new RecordedStatistics();
        foreach (var (layer, (mean, variance)) in _layers)
            changed._layers.Add(layer, (change(mean), change(variance)));
        return changed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (mean, variance) in _layers.Values)
        {
            mean.Dispose();
            variance.Dispose();
        }
    }

    internal void Add(string layer, Tensor mean, Tensor variance) =>
        _layers.Add(layer, (mean.detach().DetachFromDisposeScope(), variance.detach().DetachFromDisposeScope()));
}
