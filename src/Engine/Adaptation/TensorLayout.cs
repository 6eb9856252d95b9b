using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Adaptation;

/// <summary>Names and layouts of a parameter set.</summary>
/// <param name="Names">Names in order.</param>
/// <param name="Tensors">Layout of each tensor.</param>
internal sealed record SetLayout(IReadOnlyList<string> Names, IReadOnlyList<TensorLayout> Tensors);

/// <summary>
/// How a tensor's elements lie in memory. A tensor that comes back in another order of the same elements may meet other kernels, and
/// so differ in the last bit.
/// </summary>
/// <param name="Shape">Sizes.</param>
/// <param name="Strides">Strides, of one run of memory without gaps.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="Device">Where it lives.</param>
internal sealed record TensorLayout(long[] Shape, long[] Strides, ScalarType Type, Device Device)
{
    /// <summary>The layout of a tensor; row by row where it does not fill one run of memory.</summary>
    public static TensorLayout Of(Tensor tensor)
    {
        var (shape, strides) = (tensor.shape, tensor.stride());
        return new TensorLayout(shape, IsDense(shape, strides) ? strides : RowMajor(shape), tensor.dtype, tensor.device);
    }

    /// <summary>The elements in the order they lie in memory.</summary>
    public Tensor Flatten(Tensor tensor) =>
        (tensor.stride().SequenceEqual(Strides) ? tensor : tensor.contiguous()).as_strided([tensor.numel()], [1]);

    /// <summary>Room for the elements, on the CPU.</summary>
    public Tensor Empty() => torch.empty([Shape.Aggregate(1L, (size, length) => size * length)], dtype: Type);

    /// <summary>The elements as the tensor they were.</summary>
    public Tensor Shaped(Tensor flat) => flat.to(Device).as_strided(Shape, Strides);

    private static bool IsDense(long[] shape, long[] strides)
    {
        var expected = 1L;
        foreach (var (size, stride) in shape.Zip(strides).Where(axis => axis.First > 1).OrderBy(axis => axis.Second))
        {
            if (stride != expected)
                return false;
            expected *= size;
        }

        return true;
    }

    private static long[] RowMajor(long[] shape)
    {
        var strides = new long[shape.Length];
        var next = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = next;
            next *= shape[axis];
        }

        return strides;
    }
}
