using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Recurrent;

/// <summary>
/// A recurrent network run step by step on a batch, and back again by hand. Where each observation depends on the action before it, a
/// graph has thousands of operations on a few numbers each, and most of its time goes into managing them; here products are made by
/// <see cref="PackedMatrix{T}"/> and the rest in place, on the CPU. What it computes is <see cref="RecurrentNetwork.Forward"/>.
/// </summary>
internal abstract class RecurrentRun
{
    /// <summary>Begins a run; what it holds belongs to the enclosing dispose scope.</summary>
    /// <param name="network">The network.</param>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="steps">Steps of the run.</param>
    /// <param name="batch">Sequences side by side.</param>
    /// <param name="keeps">Whether to keep what the way back needs.</param>
    public static RecurrentRun Begin(RecurrentNetwork network, ParameterSet theta, ParameterSet phi, int steps, int batch, bool keeps) =>
        theta.Tensors[0].dtype == ScalarType.Float64
            ? Begin<double>(network.Shape, theta, phi, steps, batch, keeps)
            : Begin<float>(network.Shape, theta, phi, steps, batch, keeps);

    /// <summary>Goes one step on.</summary>
    /// <param name="inputs">Observations [batch, inputs].</param>
    /// <param name="outputs">Receives logits, then the value: [batch, actions + 1].</param>
    public abstract void Step(ReadOnlySpan<double> inputs, Span<double> outputs);

    /// <summary>Goes the way back, once, after the last step.</summary>
    /// <param name="slopes">Derivative of a scalar with respect to all outputs [steps, batch, actions + 1].</param>
    /// <param name="toPhi">Whether φ's gradient is wanted.</param>
    /// <returns>Its gradients with respect to θ and φ.</returns>
    public abstract (ParameterSet Theta, ParameterSet? Phi) Back(ReadOnlySpan<double> slopes, bool toPhi);

    private static RecurrentRun Begin<T>(RecurrentShape shape, ParameterSet theta, ParameterSet phi, int steps, int batch, bool keeps)
        where T : unmanaged, IFloatingPointIeee754<T> => shape.Warped
            ? new WarpedRun<T>(shape, theta, phi, steps, batch, keeps)
            : new PlainRun<T>(shape, theta, phi, steps, batch, keeps);
}

/// <summary>What runs with and without a warp have in common: the states and the outputs on top.</summary>
/// <typeparam name="T">Type of the parameters.</typeparam>
internal abstract unsafe class RecurrentRun<T> : RecurrentRun
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ParameterSet _theta, _phi;
    private readonly PackedMatrix<T> _heads, _headsBack;
    private readonly RowMemory<T> _outputs;
    private readonly T[] _headBias;
    private readonly bool _keeps;
    private int _done;

    private protected RecurrentRun(RecurrentShape shape, ParameterSet theta, ParameterSet phi, int steps, int batch, bool keeps, BlockLayout states)
    {
        (Shape, _theta, _phi, Steps, Batch, _keeps) = (shape, theta, phi, steps, batch, keeps);
        (Units, Inputs) = (Blocks(shape.Units), Blocks(shape.Inputs));
        var outputs = Blocks(shape.Actions + 1);
        T[] weight = [.. Values(theta, RecurrentNetwork.PolicyWeight), .. Values(theta, RecurrentNetwork.ValueWeight)];
        _headBias = [.. Values(theta, RecurrentNetwork.PolicyBias), .. Values(theta, RecurrentNetwork.ValueBias)];
        (_heads, _headsBack) = (Onward(Units, outputs, weight), Backward(outputs, Units, weight));
        States = new RowMemory<T>(states, (keeps ? steps + 1L : 2) * batch);
        _outputs = Kept(outputs);
        Slope = Scratch(Units);
        CarriedSlope = Scratch(Units);
    }

    private protected RecurrentShape Shape { get; }

    private protected int Steps { get; }

    private protected int Batch { get; }

    /// <summary>Layout of a state.</summary>
    private protected BlockLayout Units { get; }

    /// <summary>Layout of an observation.</summary>
    private protected BlockLayout Inputs { get; }

    /// <summary>Before each step: observation, state of the cell, state of the warp's LSTM if there is one.</summary>
    private protected RowMemory<T> States { get; }

    /// <summary>Derivative with respect to the state after a step, as far as it goes through the outputs.</summary>
    private protected RowMemory<T> Slope { get; }

    /// <summary>The rest of it, which comes through the later steps.</summary>
    private protected RowMemory<T> CarriedSlope { get; }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        var (size, width) = (Shape.Inputs, Shape.Actions + 1);
        for (var b = 0; b < Batch; b++)
        {
            var row = States.At(Before(_done) + b);
            for (var i = 0; i < size; i++)
                row[i] = T.CreateTruncating(inputs[b * size + i]);
        }

        Onward(_done);
        _heads.Multiply(States.At(After(_done), 1), States.Stride, _outputs.At(During(_done)), _outputs.Stride, Batch);
        for (var b = 0; b < Batch; b++)
        {
            var row = _outputs.At(During(_done) + b);
            for (var i = 0; i < width; i++)
                outputs[b * width + i] = double.CreateTruncating(row[i] + _headBias[i]);
        }

        _done++;
    }

    /// <inheritdoc/>
    public override (ParameterSet Theta, ParameterSet? Phi) Back(ReadOnlySpan<double> slopes, bool toPhi)
    {
        var width = Shape.Actions + 1;
        for (var t = Steps - 1; t >= 0; t--)
        {
            for (var b = 0; b < Batch; b++)
            {
                var row = _outputs.At(During(t) + b);
                for (var i = 0; i < width; i++)
                    row[i] = T.CreateTruncating(slopes[(t * Batch + b) * width + i]);
            }

            _headsBack.Multiply(_outputs.At(During(t)), _outputs.Stride, Slope.At(0), Slope.Stride, Batch);
            Backward(t);
        }

        var gradients = Gradients(toPhi);
        var weight = Product(_outputs, _outputs.Layout, AfterStates(1));
        var bias = Sum(_outputs);
        gradients[RecurrentNetwork.PolicyWeight] = weight.narrow(0, 0, Shape.Actions);
        gradients[RecurrentNetwork.PolicyBias] = bias.narrow(0, 0, Shape.Actions);
        gradients[RecurrentNetwork.ValueWeight] = weight.narrow(0, Shape.Actions, 1);
        gradients[RecurrentNetwork.ValueBias] = bias.narrow(0, Shape.Actions, 1);
        return (Gather(_theta, gradients), toPhi ? Gather(_phi, gradients) : null);
    }

    /// <summary>From the rows before a step to the rows after it.</summary>
    private protected abstract void Onward(int step);

    /// <summary>From <see cref="Slope"/> and <see cref="CarriedSlope"/> after a step to the latter before it. Keeps in place of what it read what the gradients need.</summary>
    private protected abstract void Backward(int step);

    /// <summary>Gradients of the cell and the warp, once all steps have been gone back.</summary>
    private protected abstract Dictionary<string, Tensor> Gradients(bool toPhi);

    /// <summary>First row of the states before a step.</summary>
    private protected long Before(int step) => (long)(_keeps ? step : step % 2) * Batch;

    /// <summary>First row of the states after a step.</summary>
    private protected long After(int step) => Before(step + 1);

    /// <summary>First row of what is made during a step.</summary>
    private protected long During(int step) => _keeps ? (long)step * Batch : 0;

    private protected static BlockLayout Blocks(params ReadOnlySpan<int> sizes) => new(Lanes<T>.Count, sizes);

    /// <summary>Rows for every step, or for one where nothing is kept.</summary>
    private protected RowMemory<T> Kept(BlockLayout layout) => new(layout, (_keeps ? (long)Steps : 1) * Batch);

    /// <summary>Rows for one step of the way back.</summary>
    private protected RowMemory<T> Scratch(BlockLayout layout) => new(layout, Batch);

    /// <summary>A row of given entries.</summary>
    private protected static RowMemory<T> Row(BlockLayout layout, T[] entries)
    {
        var row = new RowMemory<T>(layout, 1);
        for (var i = 0; i < entries.Length; i++)
            row.At(0)[layout.Places[i]] = entries[i];
        return row;
    }

    private protected static T[] Values(ParameterSet set, string name)
    {
        using var scope = torch.NewDisposeScope();
        return MemoryMarshal.Cast<byte, T>(set[name].detach().cpu().contiguous().bytes).ToArray();
    }

    /// <summary>The map x ↦ W·x of a weight [out, in].</summary>
    private protected static PackedMatrix<T> Onward(BlockLayout from, BlockLayout to, T[] weight) =>
        new(from, to, (i, o) => weight[o * from.Places.Length + i]);

    /// <summary>The map y ↦ Wᵀ·y of a weight [out, in].</summary>
    private protected static PackedMatrix<T> Backward(BlockLayout from, BlockLayout to, T[] weight) =>
        new(from, to, (o, i) => weight[o * to.Places.Length + i]);

    /// <summary>A part of the states before every step.</summary>
    private protected Tensor BeforeStates(int part, int size) => States.Tensor.narrow(0, 0, (long)Steps * Batch).narrow(1, States.Layout[part], size);

    /// <summary>A part of the states after every step.</summary>
    private protected Tensor AfterStates(int part) => States.Tensor.narrow(0, Batch, (long)Steps * Batch).narrow(1, States.Layout[part], Shape.Units);

    /// <summary>Σ over steps and batch of slope · inputᵀ: a weight's gradient.</summary>
    private protected static Tensor Product(RowMemory<T> slopes, BlockLayout layout, Tensor inputs) =>
        slopes.Tensor.t().mm(inputs).index_select(0, Places(layout));

    /// <summary>Σ over steps and batch: a bias's gradient.</summary>
    private protected static Tensor Sum(RowMemory<T> slopes) => slopes.Tensor.sum(0).index_select(0, Places(slopes.Layout));

    private protected static Tensor Places(BlockLayout layout) => torch.tensor(Array.ConvertAll(layout.Places, place => (long)place));

    private static ParameterSet Gather(ParameterSet like, Dictionary<string, Tensor> gradients) =>
        like.With([.. like.Names.Select((name, i) => Placement.Of(like.Tensors[i]).Put(gradients[name]))]);
}
