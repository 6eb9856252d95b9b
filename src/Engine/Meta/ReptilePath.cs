using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>Reptile: the direction θ_0 − θ_K, which moves the initialisation towards the end of the path.</summary>
/// <param name="start">θ_0 of the task.</param>
public sealed class ReptilePath(ParameterSet start) : PathObjective
{
    private ParameterSet _sum = start.ZerosLike().DetachFromScope();

    /// <inheritdoc/>
    public override void Visit(PathStep step)
    {
        for (var i = 0; i < _sum.Count; i++)
        {
            _sum.Tensors[i].Increase(step.Theta.Tensors[i]);
            _sum.Tensors[i].Increase(step.Next.Tensors[i], -1);
        }
    }

    /// <inheritdoc/>
    public override ParameterSet Take()
    {
        var taken = _sum;
        _sum = taken.ZerosLike().DetachFromScope();
        return taken;
    }

    /// <inheritdoc/>
    public override void Dispose() => _sum.Dispose();
}
