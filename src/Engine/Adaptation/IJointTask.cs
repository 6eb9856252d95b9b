using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Adaptation;

/// <summary>A training task that can be learned together with all others, without adaptation.</summary>
public interface IJointTask : IMetaTask
{
    /// <summary>Mean cross-entropy on images of the task under one classifier of all training classes.</summary>
    /// <param name="theta">θ; its head is not used.</param>
    /// <param name="phi">φ.</param>
    /// <param name="weight">Weight of the classifier [classes, features].</param>
    /// <param name="bias">Bias of the classifier [classes].</param>
    Tensor JointLoss(ParameterSet theta, ParameterSet phi, Tensor weight, Tensor bias);
}
