using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.GoldenCheck.Format;

/// <summary>Tensors and parameters of a file, in the precision asked for and on the device of the process.</summary>
internal static class CaseTensor
{
    /// <summary>A tensor.</summary>
    /// <param name="part">Where it stands.</param>
    /// <param name="type">Floating-point type.</param>
    public static Tensor Of(JsonPart part, ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var (values, shape) = part.Tensor();
        return new Placement(type, ComputeDevice.Own.Torch).Put(torch.tensor(values, shape)).MoveToOuterDisposeScope();
    }

    /// <summary>A batch of inputs. Images lie in memory as the engine lays them: channels innermost.</summary>
    /// <param name="part">Where it stands.</param>
    /// <param name="type">Floating-point type.</param>
    public static Tensor Batch(JsonPart part, ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var batch = Of(part, type);
        if (batch.dim() != 4)
            return batch.MoveToOuterDisposeScope();
        return batch.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
