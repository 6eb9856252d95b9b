using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Evaluation;

/// <summary>
/// Activations before and after each warp (paper App. G). Were the learned metric that of natural neural networks, warped activations
/// would be centred and their covariance the identity.
/// </summary>
public sealed class WarpStatistics
{
    private readonly Dictionary<string, (double Before, double After)> _means = new(StringComparer.Ordinal), _norms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Takes in one warp of one pass.</summary>
    /// <param name="parameter">Name of its first parameter, such as <c>warp1.weight</c>.</param>
    /// <param name="before">Activations that go in [batch, c, h, w].</param>
    /// <param name="after">Activations that come out [batch, c, h, w].</param>
    public void Add(string parameter, Tensor before, Tensor after)
    {
        var name = parameter.Split('.')[0];
        var (mean, norm) = (_means.GetValueOrDefault(name), _norms.GetValueOrDefault(name));
        var (meanBefore, normBefore) = Measure(before);
        var (meanAfter, normAfter) = Measure(after);
        _means[name] = (mean.Before + meanBefore, mean.After + meanAfter);
        _norms[name] = (norm.Before + normBefore, norm.After + normAfter);
        _counts[name] = _counts.GetValueOrDefault(name) + 1;
    }

    /// <summary>
    /// Averages by name: <c>warp1.mean.before</c> and <c>.after</c>, mean over channels of the absolute mean activation;
    /// <c>warp1.covariance.before</c> and <c>.after</c>, Schatten-1 norm of Cov − I divided by the number of channels.
    /// </summary>
    public IEnumerable<KeyValuePair<string, double>> Details()
    {
        foreach (var (name, count) in _counts)
        {
            yield return new($"{name}.mean.before", _means[name].Before / count);
            yield return new($"{name}.mean.after", _means[name].After / count);
            yield return new($"{name}.covariance.before", _norms[name].Before / count);
            yield return new($"{name}.covariance.after", _norms[name].After / count);
        }
    }

    /// <summary>Mean absolute mean, and nuclear norm of Cov − I per channel.</summary>
    /// <param name="activations">[batch, c, h, w].</param>
    public static (double Mean, double Norm) Measure(Tensor activations)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var channels = activations.shape[1];
        var rows = activations.permute(0, 2, 3, 1).reshape(-1, channels).to(ScalarType.Float64, torch.CPU);
        var mean = rows.mean([0L]);
        var centred = rows.Minus(mean);
        var covariance = centred.t().mm(centred).Over(rows.shape[0]);
        var distance = covariance.Minus(torch.eye(channels, dtype: ScalarType.Float64));
        return (mean.abs().mean().Number(), torch.linalg.eigvalsh(distance).abs().sum().Number() / channels);
    }
}
