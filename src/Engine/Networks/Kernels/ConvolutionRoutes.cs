using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>
/// The way back from an operation's value to its first argument. Other arguments are reached through stand-ins, which have the value's
/// shape and pass its gradient on to a node of their own: libtorch tells a managed node not which of its gradients are wanted, but it
/// never visits a node that leads to nothing wanted.
/// </summary>
internal sealed class FirstRoute : autograd.SingleTensorFunction<FirstRoute>
{
    /// <inheritdoc/>
    public override string Name => nameof(FirstRoute);

    public static Tensor Apply(ConvolutionOperation operation, Tensor first, Tensor? toSecond, Tensor? toBias, Tensor second, Tensor value, int padding) =>
        apply(first, toSecond!, toBias!, new Held(first, second), new Held(value), operation, padding);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Held.Save(ctx, vars);
        return ((Held)vars[4])[0];
    }

    /// <inheritdoc/>
    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backward.Run(7, [grad_output], () =>
    {
        var (operation, first, second, padding) = Held.Load(ctx);
        var toFirst = !first.requires_grad ? null : operation switch
        {
            ConvolutionOperation.Output => Convolution.Input(grad_output, second, first, padding),
            ConvolutionOperation.Input => Convolution.Output(grad_output, second, null, padding),
            _ => Convolution.Output(second, grad_output, null, padding),
        };
        return [toFirst, Held.Routed(ctx, 1) ? grad_output : null, Held.Routed(ctx, 2) ? grad_output : null, null, null, null, null];
    });
}

/// <summary>The way back from an operation's value to its second argument.</summary>
internal sealed class SecondRoute : autograd.SingleTensorFunction<SecondRoute>
{
    /// <inheritdoc/>
    public override string Name => nameof(SecondRoute);

    public static Tensor Apply(ConvolutionOperation operation, Tensor first, Tensor second, Tensor value, int padding) =>
        apply(second, null!, null!, new Held(first, second), new Held(value), operation, padding);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Held.Save(ctx, vars);
        return torch.empty_like(((Held)vars[4])[0]);
    }

    /// <inheritdoc/>
    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backward.Run(7, [grad_output], () =>
    {
        var (operation, first, second, padding) = Held.Load(ctx);
        var toSecond = operation switch
        {
            ConvolutionOperation.Output => Convolution.Weight(grad_output, first, second, padding),
            ConvolutionOperation.Input => Convolution.Weight(first, grad_output, second, padding),
            _ => Convolution.Input(first, grad_output, second, padding),
        };
        return [toSecond, null, null, null, null, null, null];
    });
}

/// <summary>The way back from a convolution's output to its bias.</summary>
internal sealed class BiasRoute : autograd.SingleTensorFunction<BiasRoute>
{
    /// <inheritdoc/>
    public override string Name => nameof(BiasRoute);

    public static Tensor Apply(Tensor bias, Tensor output) => apply(bias, new Held(output));

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => torch.empty_like(((Held)vars[1])[0]);

    /// <inheritdoc/>
    public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        Backward.Run(2, [grad_output], () => [Channels.Sum(grad_output), null]);
}
