using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks.Mazes;

/// <summary>A way through a maze task. It remembers what the episodes of the last step earned.</summary>
/// <param name="task">The task.</param>
internal sealed class MazePassage(MazeTask task) : ITaskPassage
{
    /// <summary>Mean reward of the episodes of the last <see cref="TaskLoss"/>.</summary>
    public double Reward { get; private set; }

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi)
    {
        (var loss, Reward) = task.Adapting(step, theta, phi);
        return loss;
    }

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => task.MetaLoss(step, theta, phi);

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => task.FinalLoss(theta, phi);

    /// <inheritdoc/>
    public Judgement Judge(int step, ParameterSet theta, ParameterSet phi) => task.Judge(theta, phi);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
