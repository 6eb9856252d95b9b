using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks.Mazes;

/// <summary>
/// The advantage actor-critic loss of a batch of episodes (paper §4.3 c.1, constants of the authors' code):
/// mean over episodes and moves of c·Σ_a π(a)² − log π(a_t)·A_t + v·A_t² with A_t = R_t − V_t, held constant beside log π, and
/// R_t = r_t + γ·R_{t+1}. The authors' code differs where it is at fault: it counts r_{t−1} in R_t and drops the last reward, and it
/// takes the first episode's value as the critic of all.
/// </summary>
/// <param name="spec">Discount and weights.</param>
internal sealed class ActorCritic(MazeSpec spec)
{
    /// <summary>Discounted sums of each episode's rewards from a move on.</summary>
    /// <param name="rewards">Reward of each move [moves, episodes].</param>
    /// <param name="episodes">Number of episodes.</param>
    public double[] Returns(ReadOnlySpan<double> rewards, int episodes)
    {
        var returns = rewards.ToArray();
        for (var i = returns.Length - episodes - 1; i >= 0; i--)
            returns[i] += spec.Discount * returns[i + episodes];
        return returns;
    }

    /// <summary>The loss and its derivative with respect to the network's outputs.</summary>
    /// <param name="batch">The episodes.</param>
    /// <returns>The loss, and the derivative [moves, episodes, actions + 1].</returns>
    public (double Loss, double[] Slopes) Evaluate(MazeBatch batch)
    {
        const int Actions = MazeEpisodes.Actions, Width = Actions + 1;
        var (loss, slopes, weight) = (0.0, new double[batch.Outputs.Length], 1.0 / batch.Moves.Length);
        Span<double> policy = stackalloc double[Actions];
        for (var i = 0; i < batch.Moves.Length; i++)
        {
            ReadOnlySpan<double> outputs = batch.Outputs.AsSpan(i * Width, Width);
            var slope = slopes.AsSpan(i * Width, Width);
            Policy.Softmax(outputs[..Actions], policy);
            var (move, advantage, concentration) = ((int)batch.Moves[i], batch.Returns[i] - outputs[Actions], 0.0);
            foreach (var probability in policy)
                concentration += probability * probability;
            for (var a = 0; a < Actions; a++)
                slope[a] = weight * (2 * spec.Concentration * policy[a] * (policy[a] - concentration) + advantage * (policy[a] - (a == move ? 1 : 0)));
            slope[Actions] = -2 * weight * spec.ValueWeight * advantage;
            loss += spec.Concentration * concentration - Math.Log(policy[move]) * advantage + spec.ValueWeight * advantage * advantage;
        }

        return (loss * weight, slopes);
    }

    /// <summary>The same loss as a graph.</summary>
    /// <param name="batch">The episodes; their outputs are only read for the advantages.</param>
    /// <param name="outputs">The network's outputs [moves, episodes, actions + 1].</param>
    public Tensor Loss(MazeBatch batch, Tensor outputs)
    {
        var (place, size, rows) = (Placement.Of(outputs), batch.Moves.Length, outputs.flatten(0, 1));
        var policy = rows.narrow(1, 0, MazeEpisodes.Actions).log_softmax(1);
        var moves = torch.tensor(Array.ConvertAll(batch.Moves, move => (long)move), [size, 1]).to(place.Device);
        var chosen = policy.gather(1, moves).squeeze(1);
        var advantages = place.Put(torch.tensor(batch.Returns)).Minus(rows.select(1, MazeEpisodes.Actions));
        var actor = chosen.mul(place.Put(torch.tensor(batch.Advantages))).sum();
        return policy.exp().Squared().sum().Times(spec.Concentration).Minus(actor).Plus(advantages.Squared().sum(), spec.ValueWeight).Over(size);
    }
}
