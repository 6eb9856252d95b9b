using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;

namespace WarpGrad.Engine.Adaptation;

/// <summary>A point in a <see cref="PointStore"/>: its tensors, or what is needed to read them back.</summary>
public sealed class StoredPoint : IDisposable
{
    internal StoredPoint(long updates, IReadOnlyList<ParameterSet> sets, IReadOnlyList<SetLayout> layouts, long at) =>
        (Updates, Sets, Layouts, At) = (updates, sets, layouts, at);

    /// <summary>Offset in the file; negative where the point is in memory.</summary>
    internal long At { get; }

    internal long Updates { get; }

    internal IReadOnlyList<ParameterSet> Sets { get; }

    internal IReadOnlyList<SetLayout> Layouts { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var set in Sets)
            set.Dispose();
    }
}

/// <summary>A point of a path at which an objective is evaluated.</summary>
/// <param name="Step">k.</param>
/// <param name="Theta">θ_k, a constant.</param>
/// <param name="State">State of the inner optimiser at θ_k.</param>
public readonly record struct PathPoint(int Step, ParameterSet Theta, OptimizerState State);
