using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;

namespace WarpGrad.Engine.Meta;

/// <summary>Parameters that are meta-learned together, and the state of their meta-optimiser.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Optimizer">State of the meta-optimiser.</param>
public sealed record MetaGroup(ParameterSet Parameters, OptimizerState Optimizer) : IDisposable
{
    /// <summary>A copy that the caller owns.</summary>
    public MetaGroup Copied() => new(Parameters.Clone().DetachFromScope(), Optimizer.Copied());

    /// <inheritdoc/>
    public void Dispose()
    {
        Parameters.Dispose();
        Optimizer.Dispose();
    }
}

/// <summary>Everything a meta-step changes. Random numbers are derived from seed and step, so they need no state.</summary>
/// <param name="Step">Meta-steps done.</param>
/// <param name="Warp">Warp parameters φ.</param>
/// <param name="Start">θ₀.</param>
/// <param name="Rate">Learned rates ψ; empty where none are learned.</param>
/// <param name="Heads">One row of a classifier per training class, for fine-tuning; empty for the other algorithms.</param>
public sealed record MetaState(long Step, MetaGroup Warp, MetaGroup Start, MetaGroup Rate, MetaGroup Heads) : IDisposable
{
    /// <summary>φ.</summary>
    public ParameterSet Phi => Warp.Parameters;

    /// <summary>θ₀.</summary>
    public ParameterSet Initialization => Start.Parameters;

    /// <summary>ψ.</summary>
    public ParameterSet Rates => Rate.Parameters;

    /// <summary>Whether everything meta-learned is a finite number.</summary>
    public bool IsFinite => double.IsFinite(Phi.SquaredNorm() + Initialization.SquaredNorm() + Rates.SquaredNorm() + Heads.Parameters.SquaredNorm());

    /// <summary>Where its tensors live.</summary>
    public Placement Place => Placement.Of((Initialization.Count > 0 ? Initialization : Phi).Tensors[0]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Warp.Dispose();
        Start.Dispose();
        Rate.Dispose();
        Heads.Dispose();
    }
}
