using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks;

/// <summary>What one forward pass computes with.</summary>
/// <param name="theta">Task parameters θ.</param>
/// <param name="phi">Warp parameters φ.</param>
/// <param name="statistics">Where normalisation layers take their statistics from.</param>
public sealed class ForwardPass(ParameterSet theta, ParameterSet phi, BatchStatistics statistics)
{
    /// <summary>Where normalisation layers take their statistics from.</summary>
    public BatchStatistics Statistics => statistics;

    /// <summary>The parameter of that role and name.</summary>
    /// <param name="role">Set to look in.</param>
    /// <param name="name">Name of the parameter.</param>
    public Tensor this[LayerRole role, string name] => (role == LayerRole.Adapt ? theta : phi)[name];
}
