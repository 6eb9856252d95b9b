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

    /// <summary>Whether products are computed in bfloat16.</summary>
    public bool Mixed { get; init; }

    /// <summary>
    /// Tasks computed at once, a stack. Of more than one, activations hold the channels or features of one task after those of another,
    /// [batch, stack · c, …], and θ has the tasks as its first dimension; φ is shared.
    /// </summary>
    public int Stack { get; init; } = 1;

    /// <summary>A parameter of one number per channel, for every channel of the activations.</summary>
    /// <param name="role">Set to look in.</param>
    /// <param name="name">Name of the parameter [c].</param>
    /// <returns>[stack · c].</returns>
    internal Tensor PerChannel(LayerRole role, string name) =>
        Stack == 1 ? this[role, name] : role == LayerRole.Adapt ? this[role, name].flatten() : this[role, name].repeat(Stack);

    /// <summary>A product of activations and weights, in the precision that the pass gives to products.</summary>
    /// <param name="input">Activations.</param>
    /// <param name="weight">Weight.</param>
    /// <param name="bias">Bias, or null.</param>
    /// <param name="multiply">Computes it from the three.</param>
    /// <returns>The product, in the activations' own precision.</returns>
    internal Tensor Product(Tensor input, Tensor weight, Tensor? bias, Func<Tensor, Tensor, Tensor?, Tensor> multiply) => Mixed
        ? multiply(input.to(ScalarType.BFloat16), weight.to(ScalarType.BFloat16), bias?.to(ScalarType.BFloat16)).to(input.dtype)
        : multiply(input, weight, bias);

    /// <summary>The parameter of that role and name.</summary>
    /// <param name="role">Set to look in.</param>
    /// <param name="name">Name of the parameter.</param>
    public Tensor this[LayerRole role, string name] => (role == LayerRole.Adapt ? theta : phi)[name];
}
