using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Meta;

/// <summary>Adds gradients up in the order they come and gives their mean.</summary>
/// <param name="like">Parameters of the gradients' shapes.</param>
internal sealed class GradientSum(ParameterSet like) : IDisposable
{
    private readonly ParameterSet _sum = like.ZerosLike().DetachFromScope();

    /// <summary>Gradients added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds gradients that are already a sum of several.</summary>
    public void Add(ParameterSet gradients, int count = 1)
    {
        for (var i = 0; i < _sum.Count; i++)
            _sum.Tensors[i].Increase(gradients.Tensors[i]);
        Count += count;
    }

    /// <summary>Adds what another sum holds.</summary>
    public void Add(GradientSum other) => Add(other._sum, other.Count);

    /// <summary>The mean, in the enclosing dispose scope.</summary>
    public ParameterSet Mean()
    {
        var count = Math.Max(Count, 1);
        return _sum.Map(tensor => tensor.Over(count));
    }

    /// <inheritdoc/>
    public void Dispose() => _sum.Dispose();
}
