using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Networks;

/// <summary>
/// Running mean and unbiased variance [c] of every batch normalisation, gathered in the passes of one adaptation: they start at 0 and
/// 1 and move by a tenth with every pass, as in the authors' code.
/// </summary>
public sealed class RunningStatistics : IDisposable
{
    private const double Momentum = 0.1;

    private readonly Dictionary<string, (Tensor Mean, Tensor Variance)> _layers = new(StringComparer.Ordinal);

    /// <summary>Statistics of the batch for a pass that also feeds the running ones.</summary>
    public BatchStatistics Gathering => new Gatherer(this);

    /// <summary>Whether any pass has fed them.</summary>
    public bool Any => _layers.Count > 0;

    /// <summary>Whether any pass has fed those of a layer.</summary>
    /// <param name="layer">Name of the layer.</param>
    public bool Has(string layer) => _layers.ContainsKey(layer);

    /// <summary>Mean and variance of a layer.</summary>
    /// <param name="layer">Name of the layer.</param>
    public (Tensor Mean, Tensor Variance) this[string layer] => _layers[layer];

    /// <summary>The statistics as they are now, for passes that use them.</summary>
    public RecordedStatistics Record()
    {
        var recorded = new RecordedStatistics();
        foreach (var (layer, (mean, variance)) in _layers)
            recorded.Add(layer, mean.clone(), variance.clone());
        return recorded;
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

    private sealed class Gatherer(RunningStatistics owner) : BatchStatistics
    {
        internal override Tensor Normalize(string layer, Tensor input, Tensor weight, Tensor bias, double epsilon)
        {
            if (!owner._layers.TryGetValue(layer, out var running))
            {
                running = (torch.zeros_like(weight).detach().DetachFromDisposeScope(), torch.ones_like(weight).detach().DetachFromDisposeScope());
                owner._layers.Add(layer, running);
            }

            return F.batch_norm(input, running.Mean, running.Variance, weight, bias, training: true, momentum: Momentum, eps: epsilon);
        }
    }
}
