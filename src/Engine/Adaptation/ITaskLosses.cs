using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Adaptation;

/// <summary>
/// The two losses of a task (paper §2.4) as functions of the parameters. They may be evaluated on different data at every step.
/// </summary>
public interface ITaskLosses
{
    /// <summary>Tasks whose losses these are the sums of: one, or those of a stack.</summary>
    int Count => 1;

    /// <summary>L_task, which adaptation descends.</summary>
    /// <param name="step">Adaptation step, from 0.</param>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <returns>A scalar.</returns>
    Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi);

    /// <summary>L_meta, which judges the point that the step leads to.</summary>
    /// <param name="step">Adaptation step, from 0.</param>
    /// <param name="theta">θ after the step.</param>
    /// <param name="phi">φ.</param>
    /// <returns>A scalar.</returns>
    Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi);

    /// <summary>What adaptation is for: the loss at its end, which MAML descends.</summary>
    /// <param name="theta">θ_K.</param>
    /// <param name="phi">φ.</param>
    /// <returns>A scalar.</returns>
    Tensor FinalLoss(ParameterSet theta, ParameterSet phi);
}
