using System.Numerics;

namespace WarpGrad.Engine.Networks.Recurrent;

/// <summary>
/// A matrix [depth, width] that rows are multiplied by many times. It is put in the order in which products read it once, and not before
/// every product as a general library must: with the few rows of a batch of episodes, that takes a third of the time.
/// </summary>
/// <typeparam name="T">Type of the entries.</typeparam>
internal sealed unsafe class PackedMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows computed together: with two vectors each they fill the registers.</summary>
    private const int Tile = 6;

    private readonly T[] _panels;
    private readonly int _depth, _width;

    /// <summary>Packs a matrix.</summary>
    /// <param name="depth">Layout of the rows that are multiplied.</param>
    /// <param name="width">Layout of the rows that result.</param>
    /// <param name="entry">The entry that leads from one to the other.</param>
    public PackedMatrix(BlockLayout depth, BlockLayout width, Func<int, int, T> entry)
    {
        (_depth, _width) = (depth.Depth, width.Width);
        _panels = GC.AllocateArray<T>(_depth * _width, pinned: true);
        var across = 2 * Lanes<T>.Count;
        for (var column = 0; column < width.Places.Length; column++)
        {
            var (panel, lane) = Math.DivRem(width.Places[column], across);
            for (var row = 0; row < depth.Places.Length; row++)
                _panels[(panel * _depth + depth.Places[row]) * across + lane] = entry(row, column);
        }
    }

    /// <summary>into ← from · matrix. Room between the parts of a row becomes zero.</summary>
    /// <param name="from">Rows to multiply.</param>
    /// <param name="fromStride">From one of them to the next.</param>
    /// <param name="into">Receives the products.</param>
    /// <param name="intoStride">From one of them to the next.</param>
    /// <param name="rows">How many; at least one.</param>
    public void Multiply(T* from, int fromStride, T* into, int intoStride, int rows)
    {
        var across = 2 * Lanes<T>.Count;
        fixed (T* panels = _panels)
        {
            for (var column = 0; column < _width; column += across)
            {
                for (var row = 0; row < rows; row += Tile)
                    MultiplyTile(from, fromStride, panels + (long)column * _depth, into + column, intoStride, row, rows - 1);
            }
        }
    }

    /// <summary>Six rows by two vectors. Rows behind the last one are the last one again, which changes nothing.</summary>
    private void MultiplyTile(T* from, int fromStride, T* panel, T* into, int intoStride, int row, int last)
    {
        int r1 = Math.Min(row + 1, last), r2 = Math.Min(row + 2, last), r3 = Math.Min(row + 3, last), r4 = Math.Min(row + 4, last), r5 = Math.Min(row + 5, last);
        T* f0 = from + (long)row * fromStride, f1 = from + (long)r1 * fromStride, f2 = from + (long)r2 * fromStride;
        T* f3 = from + (long)r3 * fromStride, f4 = from + (long)r4 * fromStride, f5 = from + (long)r5 * fromStride;
        Vector<T> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default;
        Vector<T> a3 = default, b3 = default, a4 = default, b4 = default, a5 = default, b5 = default;
        var lanes = Lanes<T>.Count;
        for (var k = 0; k < _depth; k++, panel += 2 * lanes)
        {
            Vector<T> a = Vector.Load(panel), b = Vector.Load(panel + lanes);
            var factor = new Vector<T>(f0[k]);
            (a0, b0) = (Lanes<T>.MultiplyAdd(factor, a, a0), Lanes<T>.MultiplyAdd(factor, b, b0));
            factor = new Vector<T>(f1[k]);
            (a1, b1) = (Lanes<T>.MultiplyAdd(factor, a, a1), Lanes<T>.MultiplyAdd(factor, b, b1));
            factor = new Vector<T>(f2[k]);
            (a2, b2) = (Lanes<T>.MultiplyAdd(factor, a, a2), Lanes<T>.MultiplyAdd(factor, b, b2));
            factor = new Vector<T>(f3[k]);
            (a3, b3) = (Lanes<T>.MultiplyAdd(factor, a, a3), Lanes<T>.MultiplyAdd(factor, b, b3));
            factor = new Vector<T>(f4[k]);
            (a4, b4) = (Lanes<T>.MultiplyAdd(factor, a, a4), Lanes<T>.MultiplyAdd(factor, b, b4));
            factor = new Vector<T>(f5[k]);
            (a5, b5) = (Lanes<T>.MultiplyAdd(factor, a, a5), Lanes<T>.MultiplyAdd(factor, b, b5));
        }

        Store(into + (long)row * intoStride, a0, b0);
        Store(into + (long)r1 * intoStride, a1, b1);
        Store(into + (long)r2 * intoStride, a2, b2);
        Store(into + (long)r3 * intoStride, a3, b3);
        Store(into + (long)r4 * intoStride, a4, b4);
        Store(into + (long)r5 * intoStride, a5, b5);
    }

    private static void Store(T* into, Vector<T> a, Vector<T> b)
    {
        a.Store(into);
        b.Store(into + Lanes<T>.Count);
    }
}
