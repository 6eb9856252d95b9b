using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;
using WarpGrad.GoldenCheck.Format;

namespace WarpGrad.GoldenCheck.Sections;

/// <summary>The losses of a task as functions of all parameters, for methods that know no warp: θ holds φ's as well.</summary>
/// <param name="task">The task.</param>
internal sealed class EveryParameter(CaseTask task) : ITaskLosses
{
    /// <inheritdoc/>
    public torch.Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => task.TaskLoss(step, theta, theta);

    /// <inheritdoc/>
    public torch.Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => task.MetaLoss(step, theta, theta);

    /// <inheritdoc/>
    public torch.Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => task.FinalLoss(theta, theta);
}
