using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Networks.Recurrent;

namespace WarpGrad.Engine.Tasks.Mazes;

/// <summary>Episodes as they were played. All are [moves, episodes, …], move by move.</summary>
/// <param name="Episodes">Number of episodes.</param>
/// <param name="Observations">What the agent saw [.., 17].</param>
/// <param name="Outputs">What the network made of it: logits, then the value [.., 5].</param>
/// <param name="Moves">What the agent did.</param>
/// <param name="Cells">Where each move led, before the jump that follows a reward.</param>
/// <param name="Rewards">Reward of each move.</param>
/// <param name="Returns">Discounted sum of the rewards from each move on.</param>
internal sealed record MazeBatch(int Episodes, double[] Observations, double[] Outputs, Move[] Moves, int[] Cells, double[] Rewards, double[] Returns)
{
    /// <summary>R − V of each move, as numbers.</summary>
    public double[] Advantages => [.. Returns.Select((value, i) => value - Outputs[i * (MazeEpisodes.Actions + 1) + MazeEpisodes.Actions])];

    /// <summary>Mean of the episodes' total rewards.</summary>
    public double MeanReward => Rewards.Sum() / Episodes;

    /// <summary>Plays episodes to their end.</summary>
    /// <param name="spec">Rules.</param>
    /// <param name="run">The network's run, at its start.</param>
    /// <param name="episodes">The episodes, at their start.</param>
    /// <param name="chance">Gives a number in [0, 1) for each choice, move by move, episode by episode.</param>
    public static MazeBatch Play(MazeSpec spec, RecurrentRun run, MazeEpisodes episodes, Func<double> chance)
    {
        const int Inputs = MazeEpisodes.Inputs, Actions = MazeEpisodes.Actions, Width = Actions + 1;
        var (count, choices) = (episodes.Count, spec.Moves * episodes.Count);
        var (observations, outputs) = (new double[choices * Inputs], new double[choices * Width]);
        var (moves, cells, rewards) = (new Move[choices], new int[choices], new double[choices]);
        for (var first = 0; first < choices; first += count)
        {
            for (var i = 0; i < count; i++)
                episodes.Observe(i, observations.AsSpan((first + i) * Inputs, Inputs));
            run.Step(observations.AsSpan(first * Inputs, count * Inputs), outputs.AsSpan(first * Width, count * Width));
            for (var i = 0; i < count; i++)
            {
                var move = moves[first + i] = Policy.Choose(outputs.AsSpan((first + i) * Width, Actions), chance());
                (cells[first + i], rewards[first + i]) = episodes.Make(i, move);
            }
        }

        return new MazeBatch(count, observations, outputs, moves, cells, rewards, new ActorCritic(spec).Returns(rewards, count));
    }
}
