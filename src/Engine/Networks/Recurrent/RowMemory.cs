using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Recurrent;

/// <summary>Rows in the memory of a tensor, for code that works on them in place and for libtorch.</summary>
/// <typeparam name="T">Type of the entries.</typeparam>
internal sealed unsafe class RowMemory<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* _start;

    /// <summary>Takes memory, all zero. It belongs to the enclosing dispose scope.</summary>
    /// <param name="layout">Layout of a row.</param>
    /// <param name="rows">How many.</param>
    public RowMemory(BlockLayout layout, long rows)
    {
        (Layout, Stride) = (layout, layout.Width);
        Tensor = torch.zeros(rows, Stride, typeof(T) == typeof(float) ? ScalarType.Float32 : ScalarType.Float64);
        _start = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Tensor.bytes));
    }

    /// <summary>The rows.</summary>
    public Tensor Tensor { get; }

    /// <summary>Layout of a row.</summary>
    public BlockLayout Layout { get; }

    /// <summary>From one row to the next.</summary>
    public int Stride { get; }

    /// <summary>A part of a row.</summary>
    /// <param name="row">Which row.</param>
    /// <param name="part">Which part.</param>
    public T* At(long row, int part = 0) => _start + row * Stride + Layout[part];
}
