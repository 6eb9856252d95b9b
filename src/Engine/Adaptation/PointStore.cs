using Microsoft.Win32.SafeHandles;
using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Adaptation;

/// <summary>
/// Keeps trajectory points in memory up to a budget and writes the rest to a temporary file, from which they come back to the bit.
/// Threads may put and get at the same time. The file is gone when the store is, also after a crash.
/// </summary>
/// <param name="budget">Bytes kept in memory.</param>
public sealed class PointStore(long budget) : IDisposable
{
    private readonly Lock _opening = new();
    private FileStream? _file;
    private long _inMemory, _written;

    /// <summary>Bytes of points held in memory.</summary>
    public long BytesInMemory => Interlocked.Read(ref _inMemory);

    /// <summary>Bytes of points written to the file.</summary>
    public long BytesOnDisk => Interlocked.Read(ref _written);

    /// <summary>Keeps a point.</summary>
    /// <param name="theta">θ_k; its memory is shared where it is kept in memory, so it must not be written to.</param>
    /// <param name="state">State of the inner optimiser; likewise.</param>
    public StoredPoint Put(ParameterSet theta, OptimizerState state)
    {
        ParameterSet[] sets = [theta, state.Mean, state.Square];
        var size = sets.Sum(set => set.Tensors.Sum(tensor => tensor.numel() * tensor.element_size()));
        if (Interlocked.Add(ref _inMemory, size) <= budget)
            return new StoredPoint(state.Updates, [.. sets.Select(Share)], [], -1);

        Interlocked.Add(ref _inMemory, -size);
        var at = Interlocked.Add(ref _written, size) - size;
        var layouts = sets.Select(set => new SetLayout(set.Names, [.. set.Tensors.Select(TensorLayout.Of)])).ToArray();
        Write(sets.SelectMany(set => set.Tensors).Zip(layouts.SelectMany(layout => layout.Tensors)), at);
        return new StoredPoint(state.Updates, [], layouts, at);
    }

    /// <summary>Brings a point back; the tensors belong to the enclosing dispose scope.</summary>
    /// <param name="point">The point.</param>
    public (ParameterSet Theta, OptimizerState State) Get(StoredPoint point)
    {
        var at = point.At;
        ParameterSet[] sets = at < 0
            ? [.. point.Sets.Select(set => set.Map(tensor => tensor.alias()))]
            : [.. point.Layouts.Select(layout => new ParameterSet(layout.Names, [.. layout.Tensors.Select(tensor => Read(tensor, ref at))]))];
        return (sets[0], new OptimizerState(point.Updates, sets[1], sets[2]));
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static ParameterSet Share(ParameterSet set) => set.Map(tensor => tensor.alias()).DetachFromScope();

    private void Write(IEnumerable<(Tensor Tensor, TensorLayout Layout)> tensors, long at)
    {
        var file = File();
        foreach (var (tensor, layout) in tensors)
        {
            using var scope = torch.NewDisposeScope();
            var bytes = layout.Flatten(tensor.detach()).cpu().bytes;
            RandomAccess.Write(file, bytes, at);
            at += bytes.Length;
        }
    }

    private Tensor Read(TensorLayout layout, ref long at)
    {
        var flat = layout.Empty();
        var bytes = flat.bytes;
        for (var done = 0; done < bytes.Length;)
        {
            var count = RandomAccess.Read(File(), bytes[done..], at + done);
            done += count > 0 ? count : throw new EndOfStreamException("The file of trajectory points ended early.");
        }

        at += bytes.Length;
        return layout.Shaped(flat);
    }

    private SafeFileHandle File()
    {
        lock (_opening)
        {
            return (_file ??= TemporaryFile.Create()).SafeFileHandle;
        }
    }
}
