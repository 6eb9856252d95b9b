using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Optimization;

/// <summary>
/// The direction of a descent step as a function of gradient and state, without hidden state and out of place: the same rules serve
/// adaptation, where they are differentiated through, and meta-updates.
/// </summary>
public abstract class UpdateRule
{
    /// <summary>Direction g.</summary>
    public static UpdateRule Sgd { get; } = new SgdRule();

    /// <summary>Adam with betas 0.9 and 0.999 and 1e-8 added to the root of the corrected second moment.</summary>
    public static UpdateRule Adam { get; } = new AdamRule();

    /// <summary>Direction b ← m·b + g; the first direction is g. No dampening, not Nesterov's.</summary>
    /// <param name="momentum">m.</param>
    public static UpdateRule Momentum(double momentum) => new MomentumRule(momentum);

    /// <summary>The rule of a spec.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="momentum">Momentum, where the rule has one.</param>
    /// <param name="clipNorm">Norm to which longer gradients are scaled down before; those that are not finite become zero. 0 for neither.</param>
    public static UpdateRule Of(OptimizerKind kind, double momentum, double clipNorm = 0)
    {
        var rule = kind switch
        {
            OptimizerKind.Sgd => Sgd,
            OptimizerKind.Momentum => Momentum(momentum),
            OptimizerKind.Adam => Adam,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown update rule."),
        };
        return clipNorm > 0 ? new ClippedRule(rule, clipNorm) : rule;
    }

    /// <summary>Plain descent of the same gradients.</summary>
    public virtual UpdateRule Plain => Sgd;

    /// <summary>Names of the parts of a state that have one tensor per parameter.</summary>
    public abstract IReadOnlyList<string> Moments { get; }

    /// <summary>The state before the first update.</summary>
    /// <param name="parameters">Parameters to be updated.</param>
    public abstract OptimizerState Start(ParameterSet parameters);

    /// <summary>The direction to subtract, differentiable if what goes in is.</summary>
    /// <param name="gradient">Gradient at the current parameters.</param>
    /// <param name="state">Current state.</param>
    /// <param name="momenta">One momentum per tensor in place of the rule's own, or empty; other rules ignore it.</param>
    /// <returns>Direction and the state after the update.</returns>
    public abstract (ParameterSet Direction, OptimizerState State) Direct(ParameterSet gradient, OptimizerState state, IReadOnlyList<torch.Tensor> momenta);

    private sealed class ClippedRule(UpdateRule rule, double longest) : UpdateRule
    {
        public override UpdateRule Plain => new ClippedRule(rule.Plain, longest);

        public override IReadOnlyList<string> Moments => rule.Moments;

        public override OptimizerState Start(ParameterSet parameters) => rule.Start(parameters);

        public override (ParameterSet, OptimizerState) Direct(ParameterSet gradient, OptimizerState state, IReadOnlyList<torch.Tensor> momenta) =>
            rule.Direct(Clipped(gradient), state, momenta);

        private ParameterSet Clipped(ParameterSet gradient)
        {
            var squared = gradient.Tensors.Select(slope => slope.Squared().sum()).Aggregate((sum, part) => sum.Plus(part));
            var norm = Math.Sqrt(squared.Number());

            // One task whose adaptation ran away must not undo what was learned from all others.
            if (!double.IsFinite(norm))
                return gradient.ZerosLike();
            if (norm <= longest)
                return gradient;
            var factor = squared.rsqrt().Times(longest);
            return gradient.Map(slope => slope.mul(factor));
        }
    }

    private sealed class SgdRule : UpdateRule
    {
        public override IReadOnlyList<string> Moments => [];

        public override OptimizerState Start(ParameterSet parameters) => OptimizerState.None;

        public override (ParameterSet, OptimizerState) Direct(ParameterSet gradient, OptimizerState state, IReadOnlyList<torch.Tensor> momenta) =>
            (gradient, state with { Updates = state.Updates + 1 });
    }

    private sealed class MomentumRule(double momentum) : UpdateRule
    {
        public override IReadOnlyList<string> Moments => ["mean"];

        public override OptimizerState Start(ParameterSet parameters) => new(0, parameters.ZerosLike(), ParameterSet.Empty);

        public override (ParameterSet, OptimizerState) Direct(ParameterSet gradient, OptimizerState state, IReadOnlyList<torch.Tensor> momenta)
        {
            var buffer = momenta.Count > 0
                ? gradient.With([.. gradient.Tensors.Select((slope, i) => slope.PlusProduct(state.Mean.Tensors[i], momenta[i]))])
                : gradient.Zip(state.Mean, (slope, old) => slope.Plus(old, momentum));
            return (buffer, new OptimizerState(state.Updates + 1, buffer, ParameterSet.Empty));
        }
    }

    private sealed class AdamRule : UpdateRule
    {
        private const double MeanDecay = 0.9, SquareDecay = 0.999, Epsilon = 1e-8;

        // Too small to change any root of a gradient worth the name, it keeps the root's derivative finite where a gradient is zero.
        private const double Tiny = 1e-36;

        public override IReadOnlyList<string> Moments => ["mean", "square"];

        public override OptimizerState Start(ParameterSet parameters) => new(0, parameters.ZerosLike(), parameters.ZerosLike());

        public override (ParameterSet, OptimizerState) Direct(ParameterSet gradient, OptimizerState state, IReadOnlyList<torch.Tensor> momenta)
        {
            var updates = state.Updates + 1;
            var mean = state.Mean.Zip(gradient, (old, slope) => old.Times(MeanDecay).Plus(slope, 1 - MeanDecay));
            var square = state.Square.Zip(gradient, (old, slope) => old.Times(SquareDecay).PlusProduct(slope, slope, 1 - SquareDecay));
            double meanCorrection = 1 - Math.Pow(MeanDecay, updates), rootCorrection = Math.Sqrt(1 - Math.Pow(SquareDecay, updates));
            var direction = mean.Zip(square, (m, v) => m.div(v.Plus(Tiny).sqrt().Over(rootCorrection).Plus(Epsilon).Times(meanCorrection)));
            return (direction, new OptimizerState(updates, mean, square));
        }
    }
}
