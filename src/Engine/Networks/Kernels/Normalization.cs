using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>
/// Batch normalisation per channel with the statistics of the batch, which may be differentiated twice. libtorch composes the second
/// derivative of many sums over outer dimensions, thirty times the cost of the first; here it is the closed form.
/// </summary>
internal static class Normalization
{
    /// <summary>weight · (input − mean) / √(variance + ε) + bias.</summary>
    /// <param name="input">[batch, c, h, w].</param>
    /// <param name="weight">[c].</param>
    /// <param name="bias">[c].</param>
    /// <param name="epsilon">ε.</param>
    public static Tensor Output(Tensor input, Tensor weight, Tensor bias, double epsilon)
    {
        var (output, mean, scale) = NativeOperations.Normalize(input, weight, bias, epsilon);
        return torch.is_grad_enabled() && (input.requires_grad || weight.requires_grad || bias.requires_grad)
            ? NormalizationRoute.Apply(input, weight, bias, new Held(output, mean, scale))
            : output;
    }
}

/// <summary>The way back through a batch normalisation.</summary>
internal sealed class NormalizationRoute : autograd.SingleTensorFunction<NormalizationRoute>
{
    /// <inheritdoc/>
    public override string Name => nameof(NormalizationRoute);

    public static Tensor Apply(Tensor input, Tensor weight, Tensor bias, Held computed) => apply(input, weight, bias, computed);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var computed = (Held)vars[3];
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([(Tensor)vars[0], (Tensor)vars[1], computed[1], computed[2]]);
        return computed[0];
    }

    /// <inheritdoc/>
    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backward.Run(4, [grad_output], () =>
    {
        var saved = ctx.get_saved_variables();
        var (input, weight, mean, scale) = (saved[0], saved[1], saved[2], saved[3]);
        var (toInput, toWeight, toBias) = NativeOperations.NormalizeGradient(grad_output, input, weight, mean, scale);
        if (torch.is_grad_enabled())
            (toInput, toWeight, toBias) = NormalizationGradientRoute.Apply(grad_output, input, weight, mean, scale, new Held(toInput, toWeight, toBias));
        return [toInput, toWeight, toBias, null];
    });
}
