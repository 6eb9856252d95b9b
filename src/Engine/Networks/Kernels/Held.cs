using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>Tensors that a function of the graph computes with but does not lead back to.</summary>
internal sealed class Held(params Tensor[] tensors)
{
    public Tensor this[int index] => tensors[index];

    /// <summary>Keeps the arguments of a convolution's operation for the way back. Saved in libtorch, they survive the scope they were made in.</summary>
    /// <param name="ctx">Context of the node.</param>
    /// <param name="vars">Arguments: three routes, held arguments, held value, operation, padding.</param>
    public static void Save(autograd.AutogradContext ctx, object[] vars)
    {
        var held = (Held)vars[3];
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([held[0], held[1]]);
        ctx.save_data("operation", vars[5]);
        ctx.save_data("padding", vars[6]);
        ctx.save_data("1", vars[1] is not null);
        ctx.save_data("2", vars[2] is not null);
    }

    /// <summary>Whether the route at that place among the arguments exists: libtorch takes gradients of existing arguments only.</summary>
    /// <param name="ctx">Context of the node.</param>
    /// <param name="at">1 for the second argument, 2 for the bias.</param>
    public static bool Routed(autograd.AutogradContext ctx, int at) => (bool)ctx.get_data(at == 1 ? "1" : "2");

    /// <summary>What <see cref="Save"/> kept.</summary>
    /// <param name="ctx">Context of the node.</param>
    public static (ConvolutionOperation Operation, Tensor First, Tensor Second, int Padding) Load(autograd.AutogradContext ctx)
    {
        var saved = ctx.get_saved_variables();
        return ((ConvolutionOperation)ctx.get_data("operation"), saved[0], saved[1], (int)ctx.get_data("padding"));
    }
}
