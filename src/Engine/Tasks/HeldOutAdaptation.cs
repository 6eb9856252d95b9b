using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Tasks;

/// <summary>Adapts to a task in order to look at what came of it.</summary>
internal static class HeldOutAdaptation
{
    /// <summary>Adapts and looks, without a graph.</summary>
    /// <typeparam name="TSeen">What is seen.</typeparam>
    /// <param name="inner">Adaptation.</param>
    /// <param name="task">The task.</param>
    /// <param name="parameters">φ, θ₀ and ψ.</param>
    /// <param name="look">Looks at the passage and its end θ_K.</param>
    /// <param name="stop">Ends between steps.</param>
    public static TSeen Look<TSeen>(
        this InnerLoop inner, IMetaTask task, MetaParameters parameters, Func<ITaskPassage, ParameterSet, TSeen> look, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var passage = task.Begin();
        using var end = inner.Run(passage, task.Start(parameters.Initialization), parameters.Phi, parameters.Rates, stop: stop);
        using var quiet = torch.no_grad();
        return look(passage, end.Theta);
    }
}
