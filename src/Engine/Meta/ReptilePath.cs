using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>Reptile: the direction θ_0 − θ_K, which moves the initialisation towards the end of the path.</summary>
/// <param name="start">θ_0 of the task.</param>
public sealed class ReptilePath(ParameterSet start) : PathObjective(start)
{
    /// <inheritdoc/>
    public override void Visit(PathStep step)
    {
        for (var i = 0; i < Sum.Count; i++)
        {
            Sum.Tensors[i].Increase(step.Theta.Tensors[i]);
            Sum.Tensors[i].Increase(step.Next.Tensors[i], -1);
        }
    }
}
