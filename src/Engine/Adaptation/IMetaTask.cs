using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Adaptation;

/// <summary>One task τ as meta-learning sees it: its losses, where adaptation starts, and how its way is judged.</summary>
public interface IMetaTask : ITaskLosses, IDisposable
{
    /// <summary>θ of the task at its start. New tensors that share no memory with θ₀.</summary>
    /// <param name="initialization">θ₀.</param>
    ParameterSet Start(ParameterSet initialization) => initialization.Clone();

    /// <summary>Brings a gradient with respect to <see cref="Start"/>'s result back to θ₀ (the transpose of that map).</summary>
    /// <param name="gradient">Shaped like θ of the task.</param>
    ParameterSet ToInitialization(ParameterSet gradient) => gradient.Map(tensor => tensor.alias());

    /// <summary>Passes examples of the task through the network and tells what goes into every warp; nothing where a family has no warp-layers.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="statistics">Receives the statistics of the batch in every batch normalisation.</param>
    /// <param name="entered">Sees what goes into every warp [batch, …].</param>
    void Enter(ParameterSet theta, ParameterSet phi, RecordedStatistics statistics, Action<WarpLayer, Tensor> entered)
    {
    }

    /// <summary>Begins one way through the task. The task may be walked any number of times, also side by side.</summary>
    ITaskPassage Begin();
}

/// <summary>
/// One way through a task: its losses for adapting, which may gather something on the way, such as running statistics, and the
/// judgement of points on the way.
/// </summary>
public interface ITaskPassage : ITaskLosses, IDisposable
{
    /// <summary>Judges a point of the way on held-out data of the task, without a graph.</summary>
    /// <param name="step">Adaptation steps taken.</param>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <returns>The mean over the tasks, where there are several.</returns>
    Judgement Judge(int step, ParameterSet theta, ParameterSet phi);

    /// <summary>Judges the tasks one by one, without a graph; there is one, except in a stack.</summary>
    /// <inheritdoc cref="Judge"/>
    /// <returns>One for each task, in order.</returns>
    IReadOnlyList<Judgement> JudgeEach(int step, ParameterSet theta, ParameterSet phi) => [Judge(step, theta, phi)];
}

/// <summary>One way through several tasks that are computed in one batch, whose losses are known one by one.</summary>
public interface IStackPassage : ITaskPassage
{
    /// <summary>L_task of each task [tasks] where it was computed last on the way, without a graph; it stays the passage's.</summary>
    Tensor LastLosses { get; }

    /// <summary>L_task of each task [tasks] at a point that is no step of the way, without a graph.</summary>
    /// <param name="step">Adaptation steps taken.</param>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    Tensor LossesAt(int step, ParameterSet theta, ParameterSet phi);
}

/// <summary>Quality of one point on one task's held-out data.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="Score">What the family's measure counts, for example the part of the queries answered right.</param>
/// <param name="Parts">Losses of the task's parts, where it has parts.</param>
public readonly record struct Judgement(double Loss, double Score, IReadOnlyList<double>? Parts = null);
