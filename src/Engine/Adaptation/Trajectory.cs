using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Adaptation;

/// <summary>
/// Points θ_k of one task's path, kept to train the warp on. Points carry no graph, so memory grows by their size alone, and beyond
/// the store's budget not even that.
/// </summary>
/// <param name="store">Where points are kept.</param>
/// <param name="keep">Steps whose points are kept; all by default.</param>
public sealed class Trajectory(PointStore store, IReadOnlySet<int>? keep = null) : IDisposable
{
    private readonly SortedDictionary<int, StoredPoint> _points = [];
    private ParameterSet? _end;
    private int _steps;

    /// <summary>Steps k whose points θ_k are kept, in order. θ_K is never one: the look-ahead step of θ_{K−1} leads there.</summary>
    public IReadOnlyCollection<int> Kept => _points.Keys;

    /// <summary>θ_K.</summary>
    public ParameterSet End => _end ?? throw new InvalidOperationException("The path has not ended.");

    /// <summary>Keeps a step's point. To be handed to <see cref="InnerLoop"/>.</summary>
    /// <param name="step">The step.</param>
    public void Visit(PathStep step)
    {
        if (keep is null || keep.Contains(step.Step))
            _points.Add(step.Step, store.Put(step.Theta, step.State));
    }

    /// <summary>Ends the path.</summary>
    /// <param name="end">The end; the trajectory takes it over.</param>
    public void Finish(AdaptedPoint end) => (_end, _steps) = (end.Theta, end.Losses.Count);

    /// <summary>θ_k and the optimiser's state there; the tensors belong to the enclosing dispose scope.</summary>
    /// <param name="step">k, one of <see cref="Kept"/>.</param>
    public PathPoint Load(int step)
    {
        var (theta, state) = store.Get(_points[step]);
        return new PathPoint(step, theta, state);
    }

    /// <summary>θ_{k+1} if it is at hand, else null; the tensors belong to the enclosing dispose scope or to the trajectory.</summary>
    /// <param name="step">k.</param>
    public ParameterSet? LoadAfter(int step) =>
        step + 1 == _steps ? End : _points.TryGetValue(step + 1, out var point) ? store.Get(point).Theta : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var point in _points.Values)
            point.Dispose();
        _end?.Dispose();
    }
}
