using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Adaptation;

/// <summary>The learned rates ψ: names, shapes and start values, and how an inner step finds its own among them.</summary>
public static class LearnedRateSet
{
    /// <summary>Smallest step size and momentum per tensor; smaller ones are set to it, as in the authors' code.</summary>
    public const double Smallest = 1e-6;

    private const string Rate = "rate.", Momentum = "momentum.";

    /// <summary>Declares ψ.</summary>
    /// <param name="spec">The inner loop.</param>
    /// <param name="theta">Names of θ's parameters, with shapes that broadcast to those of any task.</param>
    public static IEnumerable<ParameterInfo> Declare(InnerLoopSpec spec, IEnumerable<(string Name, long[] Shape)> theta)
    {
        if (spec.LearnedRates == LearnedRates.None)
            return [];
        var adapted = theta.Where(entry => spec.Adapts == AdaptedPart.All || Heads.Head.Owns(entry.Name)).ToArray();
        var rates = adapted.Select(entry => new ParameterInfo(
            Rate + entry.Name, LayerRole.Rate, spec.LearnedRates == LearnedRates.ElementWise ? entry.Shape : [], ParameterStart.Of(spec.LearningRate)));
        var momenta = spec.Optimizer == OptimizerKind.Momentum
            ? adapted.Select(entry => new ParameterInfo(Momentum + entry.Name, LayerRole.Rate, [], ParameterStart.Of(spec.Momentum)))
            : [];
        return rates.Concat(momenta);
    }

    /// <summary>Step size of each tensor; empty where none is learned.</summary>
    /// <param name="rates">ψ.</param>
    /// <param name="of">Parameters by whose names to look.</param>
    public static IReadOnlyList<Tensor> Rates(ParameterSet rates, ParameterSet of) => Find(rates, Rate, of);

    /// <summary>Momentum of each tensor; empty where none is learned.</summary>
    /// <param name="rates">ψ.</param>
    /// <param name="of">Parameters by whose names to look.</param>
    public static IReadOnlyList<Tensor> Momenta(ParameterSet rates, ParameterSet of) => Find(rates, Momentum, of);

    /// <summary>
    /// Keeps rates that are single numbers from falling below <see cref="Smallest"/>. Rates per element may be negative (Meta-SGD).
    /// </summary>
    /// <param name="rates">ψ after a meta-update, changed in place.</param>
    public static void KeepPositive(ParameterSet rates)
    {
        foreach (var tensor in rates.Tensors.Where(tensor => tensor.dim() == 0))
        {
            using var zero = torch.zeros_like(tensor);
            using var smallest = zero.Plus(Smallest);
            using var clamped = tensor.maximum(smallest);
            tensor.copy_(clamped);
        }
    }

    private static Tensor[] Find(ParameterSet rates, string prefix, ParameterSet of) =>
        rates.Count == 0 || !rates.Contains(prefix + of.Names[0]) ? [] : [.. of.Names.Select(name => rates[prefix + name])];
}
