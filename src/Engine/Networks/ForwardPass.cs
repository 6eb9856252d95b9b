using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks;

/// <summary>What one forward pass computes with.</summary>
/// <param name="theta">Task parameters θ.</param>
/// <param name="phi">Warp parameters φ.</param>
/// <param name="statistics">Where normalisation layers take their statistics from.</param>
/// <param name="watch">Sees what goes into and comes out of every layer with warp parameters, and the name of its first one.</param>
/// <param name="entered">Sees what goes into every warp.</param>
public sealed class ForwardPass(
    ParameterSet theta, ParameterSet phi, BatchStatistics statistics, Action<string, Tensor, Tensor>? watch = null, Action<WarpLayer, Tensor>? entered = null)
{
    /// <summary>Sees what goes into every warp.</summary>
    public Action<WarpLayer, Tensor>? Entered => entered;

    /// <summary>Sees what goes into and comes out of every layer with warp parameters.</summary>
    public Action<string, Tensor, Tensor>? Watch => watch;

    /// <summary>Where normalisation layers take their statistics from.</summary>
    public BatchStatistics Statistics => statistics;

    /// <summary>The parameter of that role and name.</summary>
    /// <param name="role">Set to look in.</param>
    /// <param name="name">Name of the parameter.</param>
    public Tensor this[LayerRole role, string name] => (role == LayerRole.Adapt ? theta : phi)[name];
}
