using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Recurrent;
using WarpGrad.Engine.Tasks.Mazes;

namespace WarpGrad.Engine.Learners;

/// <summary>
/// An agent in a maze: policy and critic on a recurrent cell that adapts (θ), modulated by an LSTM that is its warp (φ; the Warp-RNN of
/// paper §4.3 c.1), or by nothing (a plain RNN).
/// </summary>
public sealed class MazeLearner : Learner
{
    private MazeLearner(RunSpec spec)
    {
        var shape = new RecurrentShape(MazeEpisodes.Inputs, spec.Learner.Filters, MazeEpisodes.Actions, spec.Learner.Warp == WarpDesign.Lstm);
        (Network, Kind) = (new RecurrentNetwork(shape), (shape, spec.Task.Maze, spec.Precision));
        var theta = Network.Parameters.Where(info => info.Role == LayerRole.Adapt).Select(info => (info.Name, info.Shape));
        Parameters = [.. Network.Parameters, .. LearnedRateSet.Declare(spec.InnerLoop, theta)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <inheritdoc/>
    internal override object Kind { get; }

    internal RecurrentNetwork Network { get; }

    /// <summary>Builds the learner of a spec.</summary>
    /// <param name="spec">The run's spec.</param>
    public static MazeLearner Create(RunSpec spec) => new(spec);
}
