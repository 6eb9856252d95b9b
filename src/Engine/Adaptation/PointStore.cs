using Microsoft.Win32.SafeHandles;
using TorchSharp;
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
    private SafeFileHandle? _file;
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
        var size = Sets(theta, state).Sum(set => set.Tensors.Sum(Bytes));
        if (Interlocked.Add(ref _inMemory, size) <= budget)
            return new StoredPoint(theta, state, -1, Share);

        Interlocked.Add(ref _inMemory, -size);
        var at = Interlocked.Add(ref _written, size) - size;
        var point = new StoredPoint(theta, state, at, Layout);
        Write(Sets(theta, state).SelectMany(set => set.Tensors), at);
        return point;
    }

    /// <summary>Brings a point back; the tensors belong to the enclosing dispose scope.</summary>
    /// <param name="point">The point.</param>
    public (ParameterSet Theta, OptimizerState State) Get(StoredPoint point)
    {
        if (point.At < 0)
            return (Shared(point.Theta), point.State.Map(Shared));
        var at = point.At;
        ParameterSet Read(ParameterSet layout) => layout.Map(tensor => this.Read(tensor, point.Device, ref at));
        return (Read(point.Theta), point.State.Map(Read));
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static IEnumerable<ParameterSet> Sets(ParameterSet theta, OptimizerState state) => [theta, state.Mean, state.Square];

    private static long Bytes(Tensor tensor) => tensor.numel() * tensor.element_size();

    private static ParameterSet Shared(ParameterSet set) => set.Map(tensor => tensor.alias());

    private static ParameterSet Share(ParameterSet set) => Shared(set).DetachFromScope();

    /// <summary>One element spread over the shape: type, sizes and strides without the memory.</summary>
    private static ParameterSet Layout(ParameterSet set) =>
        set.Map(tensor => torch.empty_strided(tensor.shape, Dense(tensor) ? tensor.stride() : RowMajor(tensor.shape), dtype: tensor.dtype, device: torch.META)).DetachFromScope();

    /// <summary>Whether the elements fill one run of memory, in whatever order.</summary>
    private static bool Dense(Tensor tensor)
    {
        var expected = 1L;
        foreach (var (size, stride) in tensor.shape.Zip(tensor.stride()).Where(axis => axis.First > 1).OrderBy(axis => axis.Second))
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

    private void Write(IEnumerable<Tensor> tensors, long at)
    {
        var file = File();
        foreach (var tensor in tensors)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            var flat = (Dense(tensor) ? tensor.detach() : tensor.detach().contiguous()).as_strided([tensor.numel()], [1]).cpu();
            RandomAccess.Write(file, flat.bytes, at);
            at += Bytes(tensor);
        }
    }

    private Tensor Read(Tensor layout, Device device, ref long at)
    {
        var flat = torch.empty([layout.numel()], dtype: layout.dtype);
        var bytes = flat.bytes;
        for (var done = 0; done < bytes.Length;)
        {
            var count = RandomAccess.Read(File(), bytes[done..], at + done);
            done += count > 0 ? count : throw new EndOfStreamException("The file of trajectory points ended early.");
        }

        at += bytes.Length;
        return flat.to(device).as_strided(layout.shape, layout.stride());
    }

    private SafeFileHandle File()
    {
        lock (_opening)
        {
            return _file ??= System.IO.File.OpenHandle(
                Path.Combine(Path.GetTempPath(), $"warpgrad-points-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        }
    }
}

/// <summary>A point in a <see cref="PointStore"/>.</summary>
public sealed class StoredPoint : IDisposable
{
    internal StoredPoint(ParameterSet theta, OptimizerState state, long at, Func<ParameterSet, ParameterSet> copy) =>
        (Theta, State, At, Device) = (copy(theta), state.Map(copy), at, theta.Tensors[0].device);

    /// <summary>Offset in the file; negative where the point is in memory.</summary>
    internal long At { get; }

    internal Device Device { get; }

    internal ParameterSet Theta { get; }

    internal OptimizerState State { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Theta.Dispose();
        State.Dispose();
    }
}

/// <summary>A point of a path at which an objective is evaluated.</summary>
/// <param name="Step">k.</param>
/// <param name="Theta">θ_k, a constant.</param>
/// <param name="State">State of the inner optimiser at θ_k.</param>
public readonly record struct PathPoint(int Step, ParameterSet Theta, OptimizerState State);
