using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>Operations on every channel of [batch, c, h, w].</summary>
internal static class Channels
{
    /// <summary>The same images with their channels innermost in memory.</summary>
    /// <param name="images">[batch, c, h, w].</param>
    public static Tensor Innermost(Tensor images) => images.stride(1) == 1 || images.shape[1] == 1
        ? images
        : images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <summary>Some channels of more as images by themselves, innermost in memory with no others between them.</summary>
    /// <param name="some">[batch, c, h, w], a part of the channels of a tensor.</param>
    public static Tensor Own(Tensor some) => some.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <summary>Σ per channel, [c]. As a product with ones it runs at the speed of memory; libtorch's sum over outer dimensions does not.</summary>
    /// <param name="images">[batch, c, h, w].</param>
    public static Tensor Sum(Tensor images)
    {
        var rows = images.permute(0, 2, 3, 1).reshape(-1, images.shape[1]);
        return torch.ones(1, rows.shape[0], images.dtype, images.device).matmul(rows).squeeze(0);
    }

    /// <summary>One number per channel, shaped to meet images.</summary>
    /// <param name="perChannel">[c].</param>
    public static Tensor Spread(Tensor perChannel) => perChannel.view(1, -1, 1, 1);

    /// <summary>start + images · factor per channel.</summary>
    /// <param name="start">Of the images' shape, or one number per channel spread.</param>
    /// <param name="images">[batch, c, h, w].</param>
    /// <param name="perChannel">[c].</param>
    public static Tensor AddScaled(Tensor start, Tensor images, Tensor perChannel) => start.PlusProduct(images, Spread(perChannel));
}
