using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WarpGrad.Engine.Tasks;

/// <summary>
/// One row of a transformed image: a straight line through the source, read bilinearly. Eight pixels at a time where the processor can
/// gather them, by the same operations in the same order as one by one, so that results do not depend on the machine.
/// </summary>
internal readonly struct SourceRow(float x, float y, float stepX, float stepY, int width, int height)
{
    private static readonly Vector256<float> Counting = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);

    /// <summary>Reads the row of one channel.</summary>
    /// <param name="plane">The channel, [height, width].</param>
    /// <param name="row">Receives the row.</param>
    public void Read(ReadOnlySpan<float> plane, Span<float> row)
    {
        if (!Avx2.IsSupported || width < Vector256<float>.Count)
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = At(plane, i);
            return;
        }

        // The last eight overlap those before them instead of leaving a rest.
        for (var i = 0; i < width; i += Vector256<float>.Count)
            ReadEight(plane, row, Math.Min(i, width - Vector256<float>.Count));
    }

    internal float At(ReadOnlySpan<float> plane, int i)
    {
        var fromX = Math.Min(Math.Max(x + stepX * i, 0), width - 1);
        var fromY = Math.Min(Math.Max(y + stepY * i, 0), height - 1);
        int left = Math.Min((int)fromX, width - 2), top = Math.Min((int)fromY, height - 2);
        float right = fromX - left, down = fromY - top;
        var at = top * width + left;
        var upper = plane[at] + right * (plane[at + 1] - plane[at]);
        var lower = plane[at + width] + right * (plane[at + width + 1] - plane[at + width]);
        return upper + down * (lower - upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void ReadEight(ReadOnlySpan<float> plane, Span<float> row, int i)
    {
        var steps = Vector256.Create((float)i) + Counting;
        var fromX = Vector256.Min(Vector256.Max(Vector256.Create(x) + Vector256.Create(stepX) * steps, Vector256<float>.Zero), Vector256.Create(width - 1f));
        var fromY = Vector256.Min(Vector256.Max(Vector256.Create(y) + Vector256.Create(stepY) * steps, Vector256<float>.Zero), Vector256.Create(height - 1f));
        var left = Vector256.Min(Vector256.ConvertToInt32(fromX), Vector256.Create(width - 2));
        var top = Vector256.Min(Vector256.ConvertToInt32(fromY), Vector256.Create(height - 2));
        var right = fromX - Vector256.ConvertToSingle(left);
        var down = fromY - Vector256.ConvertToSingle(top);
        var at = top * Vector256.Create(width) + left;
        fixed (float* pixels = plane)
        {
            var (a, b) = (Avx2.GatherVector256(pixels, at, 4), Avx2.GatherVector256(pixels + 1, at, 4));
            var (c, d) = (Avx2.GatherVector256(pixels + width, at, 4), Avx2.GatherVector256(pixels + width + 1, at, 4));
            var (upper, lower) = (a + right * (b - a), c + right * (d - c));
            (upper + down * (lower - upper)).StoreUnsafe(ref MemoryMarshal.GetReference(row), (nuint)i);
        }
    }
}
