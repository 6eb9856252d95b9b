using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Adaptation;

/// <summary>The points θ_0 … θ_K that adaptation to one task visits. Points carry no graph, so memory grows by their size alone.</summary>
public sealed class Trajectory : IDisposable
{
    private readonly List<ParameterSet> _points = [];
    private readonly List<ParameterSet> _gradients = [];
    private readonly List<double> _losses = [];

    private Trajectory()
    {
    }

    /// <summary>θ_0 … θ_K.</summary>
    public IReadOnlyList<ParameterSet> Points => _points;

    /// <summary>L_task at θ_0 … θ_{K−1}, and at θ_K if <see cref="MeasureEnd"/> was called.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>∇L_task at θ_0 … θ_{K−1}; empty unless they were kept.</summary>
    public IReadOnlyList<ParameterSet> Gradients => _gradients;

    /// <summary>Steps taken, K.</summary>
    public int Steps => _points.Count - 1;

    /// <summary>Adapts to a task and records the way.</summary>
    /// <param name="losses">Losses of the task.</param>
    /// <param name="start">θ_0; the trajectory takes it over.</param>
    /// <param name="phi">φ, fixed.</param>
    /// <param name="steps">Steps K.</param>
    /// <param name="optimizer">The inner step.</param>
    /// <param name="keepGradients">Whether gradients are kept, for initialisation objectives that read them.</param>
    /// <param name="stop">Ends between steps.</param>
    public static Trajectory Adapt(
        ITaskLosses losses, ParameterSet start, ParameterSet phi, int steps, InnerSgd optimizer, bool keepGradients = false, CancellationToken stop = default)
    {
        var trajectory = new Trajectory();
        trajectory._points.Add(start.DetachFromScope());
        try
        {
            for (var step = 0; step < steps; step++)
            {
                stop.ThrowIfCancellationRequested();
                using var scope = torch.NewDisposeScope();
                var (next, loss, gradient) = optimizer.Take(losses, step, trajectory._points[^1], phi);
                trajectory._points.Add(next.DetachFromScope());
                trajectory._losses.Add(loss);
                if (keepGradients)
                    trajectory._gradients.Add(gradient.DetachFromScope());
            }

            return trajectory;
        }
        catch
        {
            trajectory.Dispose();
            throw;
        }
    }

    /// <summary>Adds the loss at θ_K, one more forward pass.</summary>
    /// <param name="losses">Losses of the task.</param>
    /// <param name="phi">φ.</param>
    public void MeasureEnd(ITaskLosses losses, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        _losses.Add(losses.TaskLoss(Steps, _points[^1], phi).Number());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var set in _points.Concat(_gradients))
            set.Dispose();
    }
}
