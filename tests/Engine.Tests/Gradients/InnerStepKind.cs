using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Gradients;

/// <summary>An inner optimiser with its learned rates, and its step once more by the formulas of the literature.</summary>
internal sealed record InnerStepKind(OptimizerKind Rule, LearnedRates Learned = LearnedRates.None, bool HeadOnly = false, double ClipNorm = 0)
{
    private const double Momentum = 0.8;

    private static readonly Dictionary<string, InnerStepKind> Kinds = new()
    {
        ["descent"] = new(OptimizerKind.Sgd),
        ["momentum"] = new(OptimizerKind.Momentum),
        ["Adam"] = new(OptimizerKind.Adam),
        ["descent of the head alone"] = new(OptimizerKind.Sgd, HeadOnly: true),
        ["descent with a rate per tensor"] = new(OptimizerKind.Sgd, LearnedRates.PerTensor),
        ["descent with a rate per weight"] = new(OptimizerKind.Sgd, LearnedRates.ElementWise),
        ["momentum with a rate and a momentum per tensor"] = new(OptimizerKind.Momentum, LearnedRates.PerTensor),
        ["momentum of the head alone with rates"] = new(OptimizerKind.Momentum, LearnedRates.PerTensor, HeadOnly: true),
        ["Adam with a rate per tensor"] = new(OptimizerKind.Adam, LearnedRates.PerTensor),
        ["clipped descent"] = new(OptimizerKind.Sgd, ClipNorm: 0.02),
        ["clipped Adam of the head alone with rates"] = new(OptimizerKind.Adam, LearnedRates.PerTensor, HeadOnly: true, ClipNorm: 0.02),
    };

    public static IReadOnlyCollection<string> Names => Kinds.Keys;

    public InnerOptimizer Optimizer => new(UpdateRule.Of(Rule, Momentum, ClipNorm), Rate, HeadOnly ? Moves : null);

    private double Rate => Rule == OptimizerKind.Adam ? 0.03 : 0.3;

    public static InnerStepKind Of(string name) => Kinds[name];

    /// <summary>Rates that differ from tensor to tensor and from weight to weight.</summary>
    public ParameterSet DrawRates(ParameterSet theta)
    {
        if (Learned == LearnedRates.None)
            return ParameterSet.Empty;
        var random = RandomStream.Derive(8, StreamPurpose.Parameters);
        var adapted = theta.Where(Moves);
        Tensor Near(double value, long[] shape) => Random(random, value / 2, value, shape);
        var rates = adapted.Names.Zip(adapted.Tensors, (name, tensor) => ("rate." + name, Near(Rate, Learned == LearnedRates.ElementWise ? tensor.shape : [])));
        var momenta = adapted.Names.Where(_ => Rule == OptimizerKind.Momentum).Select(name => ("momentum." + name, Near(Momentum, [])));
        (string Name, Tensor Value)[] all = [.. rates, .. momenta];
        return new ParameterSet([.. all.Select(entry => entry.Name)], [.. all.Select(entry => entry.Value)]);
    }

    /// <summary>A state in the middle of a path, so that every term of the rule counts.</summary>
    public OptimizerState DrawState(ParameterSet theta)
    {
        var random = RandomStream.Derive(9, StreamPurpose.Parameters);
        var adapted = theta.Where(Moves);
        return Rule switch
        {
            OptimizerKind.Sgd => OptimizerState.None,
            OptimizerKind.Momentum => new(3, adapted.Map(tensor => Random(random, -0.5, 0.5, tensor.shape)), ParameterSet.Empty),
            _ => new(3, adapted.Map(tensor => Random(random, -0.5, 0.5, tensor.shape)), adapted.Map(tensor => Random(random, 0.01, 0.1, tensor.shape))),
        };
    }

    /// <summary>The step by the textbook.</summary>
    public (ParameterSet Next, OptimizerState State) Step(ParameterSet theta, ParameterSet gradient, OptimizerState state, ParameterSet rates)
    {
        var (means, squares) = (new List<Tensor>(), new List<Tensor>());
        var time = state.Updates + 1;
        var moved = new List<Tensor>();
        var norm = torch.cat([.. gradient.Tensors.Select(slope => slope.flatten())]).norm();
        Assert.True(ClipNorm < norm.Number(), "Clipping that clips nothing is not tested.");
        foreach (var name in gradient.Names)
        {
            var slope = ClipNorm > 0 ? gradient[name].div(norm).Times(ClipNorm) : gradient[name];
            var direction = slope;
            if (Rule == OptimizerKind.Momentum)
            {
                var momentum = rates.Contains("momentum." + name) ? rates["momentum." + name] : torch.tensor(Momentum, ScalarType.Float64);
                direction = state.Mean.Count > 0 ? slope.Plus(momentum.mul(state.Mean[name])) : slope;
                means.Add(direction);
            }
            else if (Rule == OptimizerKind.Adam)
            {
                means.Add(state.Mean[name].Times(0.9).Plus(slope, 0.1));
                squares.Add(state.Square[name].Times(0.999).Plus(slope.Squared(), 0.001));
                direction = means[^1].Over(1 - Math.Pow(0.9, time)).div(squares[^1].Over(1 - Math.Pow(0.999, time)).sqrt().Plus(1e-8));
            }

            var rate = rates.Contains("rate." + name) ? rates["rate." + name] : torch.tensor(Rate, ScalarType.Float64);
            moved.Add(theta[name].Minus(rate.mul(direction)));
        }

        var after = new OptimizerState(time, means.Count > 0 ? gradient.With(means) : ParameterSet.Empty, squares.Count > 0 ? gradient.With(squares) : ParameterSet.Empty);
        return (theta.Replaced(gradient.With(moved)), after);
    }

    /// <summary>Gradient of a loss with respect to what moves, as numbers.</summary>
    public ParameterSet Gradient(Func<ParameterSet, Tensor> loss, ParameterSet theta)
    {
        var leaves = theta.Where(Moves).AsLeaves();
        return leaves.GradientOf(loss(theta.Replaced(leaves)));
    }

    private static Tensor Random(RandomStream random, double low, double high, long[] shape) => torch.tensor(
        Enumerable.Range(0, (int)shape.Aggregate(1L, (size, length) => size * length)).Select(_ => random.NextDouble(low, high)).ToArray(), shape);

    private bool Moves(string name) => !HeadOnly || Heads.Head.Owns(name);
}
