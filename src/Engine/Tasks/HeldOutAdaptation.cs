using TorchSharp;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Tasks;

/// <summary>Adapts to a task in order to look at what came of it.</summary>
internal static class HeldOutAdaptation
{
    private const int MostPoints = 20;

    /// <summary>Adapts and draws images with the way that adaptation took; of a long way no more than some twenty points.</summary>
    /// <param name="inner">Adaptation.</param>
    /// <param name="task">The task.</param>
    /// <param name="parameters">φ, θ₀ and ψ.</param>
    /// <param name="draw">Draws the end θ_K.</param>
    /// <param name="stop">Ends between steps.</param>
    public static EpisodePicture Draw(
        this InnerLoop inner, IMetaTask task, MetaParameters parameters, Func<ITaskPassage, ParameterSet, EpisodePicture> draw, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var passage = task.Begin();
        var stride = Math.Max(1, (inner.Steps + MostPoints - 1) / MostPoints);
        var way = new List<EpisodeStep>();
        using var end = inner.Run(passage, task.Start(parameters.Initialization), parameters.Phi, parameters.Rates, step =>
        {
            if (step.Step % stride == 0)
                way.Add(Point(step.Step, step.Loss, step.Theta));
        }, stop);
        way.Add(Point(inner.Steps, null, end.Theta));
        using var quiet = torch.no_grad();
        return draw(passage, end.Theta) with { Way = way };

        EpisodeStep Point(int step, double? support, ParameterSet theta)
        {
            var (loss, score, _) = passage.Judge(step, theta, parameters.Phi);
            return new EpisodeStep(step, support is { } known ? FiniteNumbers.Of(known) : null, FiniteNumbers.Of(loss), score);
        }
    }

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
