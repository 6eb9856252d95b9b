using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Learners;

/// <summary>What queries need of an adapted task beside θ and φ.</summary>
/// <param name="Statistics">Statistics of the support set in every batch normalisation.</param>
/// <param name="Weight">Classifier weight [ways, features].</param>
/// <param name="Bias">Classifier bias [ways].</param>
public sealed record FrozenClassifier(RecordedStatistics Statistics, Tensor Weight, Tensor Bias) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Statistics.Dispose();
        Weight.Dispose();
        Bias.Dispose();
    }
}
