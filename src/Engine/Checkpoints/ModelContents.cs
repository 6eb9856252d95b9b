using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Checkpoints;

/// <summary>What a model file holds.</summary>
/// <param name="Info">What it says about itself.</param>
/// <param name="Learner">The learner of its spec.</param>
/// <param name="Phi">φ.</param>
/// <param name="Initialization">θ₀.</param>
/// <param name="Rates">ψ; empty where none are learned.</param>
/// <param name="InnerRate">Step size of adaptation where none is learned.</param>
public sealed record ModelContents(
    CheckpointInfo Info, Learner Learner, ParameterSet Phi, ParameterSet Initialization, ParameterSet Rates, double InnerRate) : IDisposable
{
    /// <summary>φ, θ₀ and ψ.</summary>
    internal MetaParameters Parameters => new(Phi, Initialization, Rates);

    /// <inheritdoc/>
    public void Dispose()
    {
        Phi.Dispose();
        Initialization.Dispose();
        Rates.Dispose();
    }
}
