using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>Forms of the Leap objective.</summary>
/// <param name="WithLoss">
/// Whether the loss is a coordinate of the path, as in Eq. 17; without it, only the parameters are, as in the authors' WarpGrad code.
/// </param>
/// <param name="Normalize">Whether each segment is divided by its length.</param>
/// <param name="Stabilize">Whether a rise of the loss counts as a fall, so that noise cannot turn the direction round.</param>
/// <param name="Epsilon">Added to each length; the authors' WarpGrad code adds 1e-9, their Leap code nothing.</param>
public sealed record LeapForm(bool WithLoss, bool Normalize = true, bool Stabilize = false, double Epsilon = 0)
{
    /// <summary>The form of the authors' WarpGrad code.</summary>
    public static LeapForm Authors { get; } = new(WithLoss: false, Epsilon: 1e-9);
}

/// <summary>
/// Leap (paper App. C, Eq. 15–17): the expected length of the adaptation path, with the gradient
/// Σ_k (θ_k − θ_{k+1} − ΔL_k ∇L(θ_k)) / length_k.
/// </summary>
/// <param name="start">θ_0 of the task.</param>
/// <param name="form">Which form.</param>
public sealed class LeapPath(ParameterSet start, LeapForm form) : PathObjective(start)
{
    private Segment? _open;

    /// <inheritdoc/>
    public override bool ReadsFinalLoss => form.WithLoss;

    /// <inheritdoc/>
    public override void Visit(PathStep step)
    {
        Close(step.Loss);
        var difference = step.Theta.Zip(step.Next, (from, to) => from.Minus(to)).DetachFromScope();
        _open = new Segment(difference, form.WithLoss ? step.Gradient.Map(tensor => tensor.alias()).DetachFromScope() : ParameterSet.Empty, step.Loss);

        // Without the loss as a coordinate a segment is complete at once.
        if (!form.WithLoss)
            Close(step.Loss);
    }

    /// <inheritdoc/>
    public override void Finish(double finalLoss) => Close(finalLoss);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _open?.Dispose();
    }

    private void Close(double lossAfter)
    {
        if (_open is not { } segment)
            return;
        using (segment)
        {
            _open = null;
            var fall = form.WithLoss ? lossAfter - segment.Loss : 0;
            if (form.Stabilize)
                fall = -Math.Abs(fall);
            var length = Math.Sqrt(segment.Difference.SquaredNorm() + fall * fall) + form.Epsilon;
            if (length == 0)
                return;
            var scale = form.Normalize ? 1 / length : 1;
            for (var i = 0; i < Sum.Count; i++)
                Sum.Tensors[i].Increase(segment.Difference.Tensors[i], scale);
            for (var i = 0; i < segment.Gradient.Count; i++)
                Sum[segment.Gradient.Names[i]].Increase(segment.Gradient.Tensors[i], -fall * scale);
        }
    }

    /// <summary>A step of the path whose loss afterwards is not known yet.</summary>
    private sealed record Segment(ParameterSet Difference, ParameterSet Gradient, double Loss) : IDisposable
    {
        public void Dispose()
        {
            Difference.Dispose();
            Gradient.Dispose();
        }
    }
}
