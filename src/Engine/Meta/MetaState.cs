using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>Everything a meta-step changes. Random numbers are derived from seed and step, so they need no state.</summary>
/// <param name="Step">Meta-steps done.</param>
/// <param name="Phi">Warp parameters φ.</param>
/// <param name="Initialization">θ₀.</param>
/// <param name="WarpOptimizer">State of φ's meta-optimiser.</param>
/// <param name="InitializationOptimizer">State of θ₀'s meta-optimiser.</param>
public sealed record MetaState(
    long Step, ParameterSet Phi, ParameterSet Initialization, OptimizerState WarpOptimizer, OptimizerState InitializationOptimizer) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Phi.Dispose();
        Initialization.Dispose();
        WarpOptimizer.Dispose();
        InitializationOptimizer.Dispose();
    }
}
