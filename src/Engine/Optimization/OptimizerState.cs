using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Optimization;

/// <summary>What an update rule remembers between updates.</summary>
/// <param name="Updates">Updates made.</param>
/// <param name="Mean">Momentum's buffer, or Adam's running mean of gradients; empty for plain descent and before momentum's first update.</param>
/// <param name="Square">Adam's running mean of squared gradients; empty for the others.</param>
public sealed record OptimizerState(long Updates, ParameterSet Mean, ParameterSet Square) : IDisposable
{
    /// <summary>Nothing remembered.</summary>
    public static OptimizerState None { get; } = new(0, ParameterSet.Empty, ParameterSet.Empty);

    /// <summary>A copy that the caller owns.</summary>
    public OptimizerState Copied() => this with { Mean = Mean.Clone().DetachFromScope(), Square = Square.Clone().DetachFromScope() };

    /// <summary>The same with other tensors.</summary>
    /// <param name="change">Makes the new tensors from the old.</param>
    public OptimizerState Map(Func<ParameterSet, ParameterSet> change) => this with { Mean = change(Mean), Square = change(Square) };

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean.Dispose();
        Square.Dispose();
    }
}
