using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Meta;

/// <summary><see cref="LeapPath"/> of several tasks in one batch: each segment of each task has a length of its own.</summary>
/// <param name="start">θ_0 of the tasks [tasks, …].</param>
/// <param name="form">Which form.</param>
/// <param name="passage">The passage whose steps it is shown.</param>
internal sealed class StackedLeapPath(ParameterSet start, LeapForm form, IStackPassage passage) : PathObjective(start)
{
    private Segment? _open;

    /// <inheritdoc/>
    public override bool ReadsFinalLoss => form.WithLoss;

    /// <inheritdoc/>
    public override void Visit(PathStep step)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var difference = step.Theta.Zip(step.Next, (from, to) => from.Minus(to));
        if (!form.WithLoss)
        {
            Add(difference, ParameterSet.Empty, null);
            return;
        }

        var losses = passage.LastLosses.to(ScalarType.Float64, copy: true);
        Close(losses);
        _open = new Segment(difference.DetachFromScope(), step.Gradient.Map(tensor => tensor.alias()).DetachFromScope(), losses.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public override void Finish(ITaskLosses losses, int steps, ParameterSet theta, ParameterSet phi)
    {
        if (!form.WithLoss)
            return;
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        Close(passage.LossesAt(steps, theta, phi).to(ScalarType.Float64));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _open?.Dispose();
    }

    private void Close(Tensor lossesAfter)
    {
        if (_open is not { } segment)
            return;
        using (segment)
        {
            _open = null;
            var fall = lossesAfter.Minus(segment.Losses);
            Add(segment.Difference, segment.Gradient, form.Stabilize ? fall.abs().neg() : fall);
        }
    }

    private void Add(ParameterSet difference, ParameterSet gradient, Tensor? fall)
    {
        var squares = difference.Tensors.Select(tensor => tensor.Squared().reshape(passage.Count, -1).sum([1L]).to(ScalarType.Float64));
        var length = (fall is null ? squares : squares.Append(fall.Squared())).Aggregate((sum, part) => sum.Plus(part)).sqrt().Plus(form.Epsilon);

        // A task that has not moved adds nothing, and what is divided by its length of zero is left aside.
        var zero = torch.zeros_like(length);
        var scale = form.Normalize ? torch.where(length.gt(zero), length.reciprocal(), zero) : torch.ones_like(length);
        foreach (var (name, part) in difference.Names.Zip(difference.Tensors))
            Sum[name].Increase(part.mul(Along(scale, part)));
        foreach (var (name, slope) in gradient.Names.Zip(gradient.Tensors))
            Sum[name].Increase(slope.mul(Along(scale.mul(fall!), slope)), -1);
    }

    /// <summary>A number for each task, to be multiplied with what has the tasks as its first dimension.</summary>
    private static Tensor Along(Tensor perTask, Tensor target) =>
        perTask.to(target.dtype).view([perTask.shape[0], .. Enumerable.Repeat(1L, (int)target.dim() - 1)]);

    /// <summary>A step of the paths whose losses afterwards are not known yet.</summary>
    private sealed record Segment(ParameterSet Difference, ParameterSet Gradient, Tensor Losses) : IDisposable
    {
        public void Dispose()
        {
            Difference.Dispose();
            Gradient.Dispose();
            Losses.Dispose();
        }
    }
}
