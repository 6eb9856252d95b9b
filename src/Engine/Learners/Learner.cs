using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Learners;

/// <summary>A task learner with its warp-layers. It holds no tensors: what it computes is a function of explicit θ and φ.</summary>
public abstract class Learner
{
    /// <summary>All parameters that persist between tasks: θ₀, φ and ψ.</summary>
    public abstract IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>Its warp-layers, first applied first; empty where its warp is no layer.</summary>
    public virtual IReadOnlyList<WarpLayer> Warps => [];

    /// <summary>What decides the shapes and types of its tensors, compared by value; see <see cref="FirstUse"/>.</summary>
    internal abstract object Kind { get; }

    /// <summary>Draws start values of one role's parameters.</summary>
    /// <param name="role">θ₀, φ or ψ.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="place">Where the tensors are to live.</param>
    public ParameterSet Draw(LayerRole role, long seed, Placement place)
    {
        using var scope = torch.NewDisposeScope();
        var chosen = Parameters.Index().Where(entry => entry.Item.Role == role).ToArray();
        return new ParameterSet(
            [.. chosen.Select(entry => entry.Item.Name)],
            [.. chosen.Select(entry => entry.Item.Draw(RandomStream.Derive(seed, StreamPurpose.Parameters, entry.Index), place))]).DetachFromScope();
    }
}
