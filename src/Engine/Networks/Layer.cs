using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks;

/// <summary>One operation of a network. It holds no tensors: parameters come with the <see cref="ForwardPass"/>.</summary>
public abstract class Layer
{
    /// <summary>Parameters of the layer in order.</summary>
    public virtual IEnumerable<ParameterInfo> Parameters => [];

    /// <summary>Applies the layer.</summary>
    /// <param name="input">Activations [batch, …].</param>
    /// <param name="pass">Parameters and statistics to use.</param>
    public abstract Tensor Forward(Tensor input, ForwardPass pass);
}
