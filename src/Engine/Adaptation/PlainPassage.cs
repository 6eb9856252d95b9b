using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Adaptation;

/// <summary>A passage that gathers nothing on the way: its losses are the task's own.</summary>
/// <param name="task">The task.</param>
internal abstract class PlainPassage(IMetaTask task) : ITaskPassage
{
    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => task.TaskLoss(step, theta, phi);

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => task.MetaLoss(step, theta, phi);

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => task.FinalLoss(theta, phi);

    /// <inheritdoc/>
    public abstract Judgement Judge(int step, ParameterSet theta, ParameterSet phi);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
