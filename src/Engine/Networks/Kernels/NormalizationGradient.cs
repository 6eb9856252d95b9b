using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>The way back from the gradients of a batch normalisation to the gradient of its output.</summary>
internal sealed class NormalizationGradientRoute : autograd.MultiTensorFunction<NormalizationGradientRoute>
{
    /// <inheritdoc/>
    public override string Name => nameof(NormalizationGradientRoute);

    public static (Tensor Input, Tensor Weight, Tensor Bias) Apply(
        Tensor gradient, Tensor input, Tensor weight, Tensor mean, Tensor scale, Held computed)
    {
        // The results join the graph below. Kept as they are, they would keep the node that keeps them, for ever.
        var held = new Held(gradient, input, weight, mean, scale, computed[1].detach(), computed[2].detach());
        // The route to input and weight is a node of its own, so that it is left out where neither is differentiated.
        var others = input.requires_grad || weight.requires_grad ? NormalizationInputRoute.Apply(input, weight, held, computed) : [null!, null!, null!];
        var outputs = apply(gradient, others[0], others[1], others[2], held, computed);
        return (outputs[0], outputs[1], outputs[2]);
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (held, computed) = ((Held)vars[4], (Held)vars[5]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([held[1], held[2], held[3], held[4]]);
        ctx.save_data("others", vars[1] is not null);
        return [computed[0], computed[1], computed[2]];
    }

    /// <inheritdoc/>
    public override List<Tensor?> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) => Backward.Run(6, [.. grad_outputs], () =>
    {
        var saved = ctx.get_saved_variables();
        var (input, weight, mean, scale) = (saved[0], saved[1], saved[2], saved[3]);
        var (toInput, toWeight, toBias) = (Or(grad_outputs[0], input), Or(grad_outputs[1], mean), Or(grad_outputs[2], mean));
        using var quiet = torch.no_grad();
        var (projected, _, _) = NativeOperations.NormalizeGradient(toInput, input, weight, mean, scale);

        // + a·x̂ + b, where x̂ = scale·(x − mean).
        var slope = toWeight.mul(scale);
        var gradient = Channels.AddScaled(projected.Plus(Channels.Spread(toBias.Minus(slope.mul(mean)))), input, slope);
        return (bool)ctx.get_data("others") ? [gradient, toInput, toWeight, toBias, null, null] : [gradient, null, null, null, null, null];
    });

    /// <summary>The gradient, or zeros where the result it belongs to was not used: the binding's own zeros may be disposed by then.</summary>
    internal static Tensor Or(Tensor gradient, Tensor like) => gradient.IsInvalid ? torch.zeros_like(like) : gradient;
}

/// <summary>The way back from the gradients of a batch normalisation to its input and weight.</summary>
internal sealed class NormalizationInputRoute : autograd.MultiTensorFunction<NormalizationInputRoute>
{
    /// <inheritdoc/>
    public override string Name => nameof(NormalizationInputRoute);

    public static List<Tensor> Apply(Tensor input, Tensor weight, Held held, Held computed) => apply(input, weight, held, computed);

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (held, computed) = ((Held)vars[2], (Held)vars[3]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([held[0], held[1], held[2], held[3], held[4], held[5], held[6]]);
        return [torch.empty_like(computed[0]), torch.empty_like(computed[1]), torch.empty_like(computed[2])];
    }

    /// <summary>
    /// With N values per channel, x̂ the normalised input, g the output's gradient and V, a, b the gradients of the three results, the
    /// scalar to differentiate is N·weight·scale·Q + a·Σg·x̂ + b·Σg per channel, where Q = mean(V·g) − mean(V)·mean(g) − mean(V·x̂)·mean(g·x̂).
    /// </summary>
    public override List<Tensor?> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) => Backward.Run(4, [.. grad_outputs], () =>
    {
        using var quiet = torch.no_grad();
        var saved = ctx.get_saved_variables();
        var (gradient, input, weight, mean, scale) = (saved[0], saved[1], saved[2], saved[3], saved[4]);
        double count = input.numel() / mean.numel();
        var (toInput, a) = (NormalizationGradientRoute.Or(grad_outputs[0], input), NormalizationGradientRoute.Or(grad_outputs[1], mean));
        var (sumVx, sumV) = NativeOperations.NormalizeSums(toInput, input, weight, mean, scale);
        var (gx, g, vx, v) = (saved[5].Over(count), saved[6].Over(count), sumVx.Over(count), sumV.Over(count));
        var q = NativeOperations.ProductSum(toInput, gradient).Over(count).Minus(v.mul(g)).Minus(vx.mul(gx));
        var toWeight = q.mul(scale).Times(count);

        // h = ofGradient·g + ofInput·V is the derivative by x̂; then through x̂ itself, and through scale by Q.
        var slope = weight.mul(scale);
        var ofGradient = a.Minus(slope.mul(vx));
        var ofInput = slope.mul(gx).Times(-1);
        var h = ofGradient.mul(g).Plus(ofInput.mul(v));
        var hx = ofGradient.mul(gx).Plus(ofInput.mul(vx));
        var ofNormalized = hx.Plus(slope.mul(q)).mul(scale).Times(-1);
        var ofX = ofNormalized.mul(scale);
        var constant = h.mul(scale).Times(-1).Minus(ofX.mul(mean));
        var result = Channels.AddScaled(Channels.Spread(constant), input, ofX);
        result = Channels.AddScaled(result, gradient, ofGradient.mul(scale));
        result = Channels.AddScaled(result, toInput, ofInput.mul(scale));
        return [result, toWeight, null, null];
    });
}
