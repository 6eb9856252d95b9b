using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Recurrent;

/// <summary>A run of the cell with the multipliers that its warp, an LSTM, computes at every step.</summary>
/// <typeparam name="T">Type of the parameters.</typeparam>
internal sealed unsafe class WarpedRun<T> : RecurrentRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PackedMatrix<T> _gate, _gateBack, _projection, _projectionBack, _input, _inputBack, _state, _stateBack;
    private readonly RowMemory<T> _bias, _gateBias, _biasSlope;

    // Of every step. On the way back each is replaced by the derivative with respect to what it was made from.
    private readonly RowMemory<T> _cells, _gates, _multipliers, _multiplied, _fromInput, _fromState;

    private readonly RowMemory<T> _inputSlope, _stateSlope, _warpSlope, _carriedWarp, _carriedCell, _statesSlope;

    public WarpedRun(RecurrentShape shape, ParameterSet theta, ParameterSet phi, int steps, int batch, bool keeps)
        : base(shape, theta, phi, steps, batch, keeps, Blocks(shape.Inputs, shape.Units, shape.Units))
    {
        var (inputs, units) = (shape.Inputs, shape.Units);
        BlockLayout gates = Blocks(units, units, units, units), multipliers = Blocks(inputs, units, units, units, units), states = Blocks(units, units);
        T[] ofInput = Values(phi, RecurrentNetwork.WarpInputWeight), ofState = Values(phi, RecurrentNetwork.WarpStateWeight);
        T Gate(int i, int o) => i < inputs + units ? ofInput[o * (inputs + units) + i] : ofState[o * units + i - inputs - units];
        _gate = new PackedMatrix<T>(States.Layout, gates, Gate);
        _gateBack = new PackedMatrix<T>(gates, states, (o, i) => Gate(i + inputs, o));
        _gateBias = Row(gates, [.. Values(phi, RecurrentNetwork.WarpInputBias).Zip(Values(phi, RecurrentNetwork.WarpStateBias), (a, b) => a + b)]);
        var projection = Values(phi, RecurrentNetwork.WarpProjection);
        (_projection, _projectionBack) = (Onward(Units, multipliers, projection), Backward(multipliers, Units, projection));
        T[] input = Values(theta, RecurrentNetwork.InputWeight), state = Values(theta, RecurrentNetwork.StateWeight);
        (_input, _inputBack, _state, _stateBack) = (Onward(Inputs, Units, input), Backward(Units, Inputs, input), Onward(Units, Units, state), Backward(Units, Units, state));
        (_bias, _biasSlope) = (Row(Units, Values(theta, RecurrentNetwork.CellBias)), new RowMemory<T>(Units, 1));

        _cells = new RowMemory<T>(Units, States.Tensor.shape[0]);
        (_gates, _multipliers, _multiplied) = (Kept(gates), Kept(multipliers), Kept(Blocks(inputs, units)));
        (_fromInput, _fromState) = (Kept(Units), Kept(Units));
        (_inputSlope, _stateSlope, _warpSlope) = (Scratch(Inputs), Scratch(Units), Scratch(Units));
        (_carriedWarp, _carriedCell, _statesSlope) = (Scratch(Units), Scratch(Units), Scratch(states));
    }

    private protected override void Onward(int step)
    {
        var (before, after, during) = (Before(step), After(step), During(step));
        _gate.Multiply(States.At(before), States.Stride, _gates.At(during), _gates.Stride, Batch);
        for (var b = 0; b < Batch; b++)
            Remember(before + b, after + b, during + b);
        _projection.Multiply(States.At(after, 2), States.Stride, _multipliers.At(during), _multipliers.Stride, Batch);
        for (var b = 0; b < Batch; b++)
            Multiply(before + b, during + b);
        _input.Multiply(_multiplied.At(during), _multiplied.Stride, _fromInput.At(during), _fromInput.Stride, Batch);
        _state.Multiply(_multiplied.At(during, 1), _multiplied.Stride, _fromState.At(during), _fromState.Stride, Batch);
        for (var b = 0; b < Batch; b++)
            Join(after + b, during + b);
    }

    private protected override void Backward(int step)
    {
        var (before, after, during) = (Before(step), After(step), During(step));
        for (var b = 0; b < Batch; b++)
            JoinBack(after + b, during + b, b);
        _inputBack.Multiply(_fromInput.At(during), _fromInput.Stride, _inputSlope.At(0), _inputSlope.Stride, Batch);
        _stateBack.Multiply(_fromState.At(during), _fromState.Stride, _stateSlope.At(0), _stateSlope.Stride, Batch);
        for (var b = 0; b < Batch; b++)
            MultiplyBack(before + b, during + b, b);
        _projectionBack.Multiply(_multipliers.At(during), _multipliers.Stride, _warpSlope.At(0), _warpSlope.Stride, Batch);
        for (var b = 0; b < Batch; b++)
            RememberBack(before + b, after + b, during + b, b);
        _gateBack.Multiply(_gates.At(during), _gates.Stride, _statesSlope.At(0), _statesSlope.Stride, Batch);
        for (var b = 0; b < Batch; b++)
            Carry(b);
    }

    private protected override Dictionary<string, Tensor> Gradients(bool toPhi)
    {
        var gradients = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [RecurrentNetwork.InputWeight] = Product(_fromInput, Units, Multiplied(0, Shape.Inputs)),
            [RecurrentNetwork.StateWeight] = Product(_fromState, Units, Multiplied(1, Shape.Units)),
            [RecurrentNetwork.CellBias] = Sum(_biasSlope),
        };
        if (!toPhi)
            return gradients;
        var gates = Product(_gates, _gates.Layout, BeforeStates(0, States.Layout.Depth)).index_select(1, Places(States.Layout));
        gradients[RecurrentNetwork.WarpInputWeight] = gates.narrow(1, 0, Shape.Inputs + Shape.Units);
        gradients[RecurrentNetwork.WarpStateWeight] = gates.narrow(1, Shape.Inputs + Shape.Units, Shape.Units);
        gradients[RecurrentNetwork.WarpInputBias] = gradients[RecurrentNetwork.WarpStateBias] = Sum(_gates);
        var projection = Product(_multipliers, _multipliers.Layout, AfterStates(2));
        gradients[RecurrentNetwork.WarpProjection] = torch.cat([projection, torch.zeros(Shape.Units, Shape.Units, projection.dtype)]);
        return gradients;
    }

    private Tensor Multiplied(int part, int size) => _multiplied.Tensor.narrow(1, _multiplied.Layout[part], size);

    /// <summary>The LSTM: from gates before their activation to gates, cell and state.</summary>
    private void Remember(long before, long after, long during)
    {
        T* input = _gates.At(during, 0), forget = _gates.At(during, 1), fresh = _gates.At(during, 2), output = _gates.At(during, 3);
        T* inputBias = _gateBias.At(0, 0), forgetBias = _gateBias.At(0, 1), freshBias = _gateBias.At(0, 2), outputBias = _gateBias.At(0, 3);
        T* old = _cells.At(before), cell = _cells.At(after), state = States.At(after, 2);
        for (var j = 0; j < Units.Depth; j += Lanes<T>.Count)
        {
            var i = Lanes<T>.Sigmoid(Vector.Load(input + j) + Vector.Load(inputBias + j));
            var f = Lanes<T>.Sigmoid(Vector.Load(forget + j) + Vector.Load(forgetBias + j));
            var g = Lanes<T>.Tanh(Vector.Load(fresh + j) + Vector.Load(freshBias + j));
            var o = Lanes<T>.Sigmoid(Vector.Load(output + j) + Vector.Load(outputBias + j));
            var c = Lanes<T>.MultiplyAdd(f, Vector.Load(old + j), i * g);
            i.Store(input + j);
            f.Store(forget + j);
            g.Store(fresh + j);
            o.Store(output + j);
            c.Store(cell + j);
            (o * Lanes<T>.Tanh(c)).Store(state + j);
        }
    }

    private void RememberBack(long before, long after, long during, int b)
    {
        T* input = _gates.At(during, 0), forget = _gates.At(during, 1), fresh = _gates.At(during, 2), output = _gates.At(during, 3);
        T* old = _cells.At(before), cell = _cells.At(after), slope = _warpSlope.At(b), carried = _carriedWarp.At(b), carriedCell = _carriedCell.At(b);
        var one = Vector<T>.One;
        for (var j = 0; j < Units.Depth; j += Lanes<T>.Count)
        {
            Vector<T> i = Vector.Load(input + j), f = Vector.Load(forget + j), g = Vector.Load(fresh + j), o = Vector.Load(output + j);
            var (tanh, state) = (Lanes<T>.Tanh(Vector.Load(cell + j)), Vector.Load(slope + j) + Vector.Load(carried + j));
            var c = Lanes<T>.MultiplyAdd(state * o, one - tanh * tanh, Vector.Load(carriedCell + j));
            (c * g * i * (one - i)).Store(input + j);
            (c * Vector.Load(old + j) * f * (one - f)).Store(forget + j);
            (c * i * (one - g * g)).Store(fresh + j);
            (state * tanh * o * (one - o)).Store(output + j);
            (c * f).Store(carriedCell + j);
        }
    }

    /// <summary>From multipliers before their activation to multipliers and what they make of observation and state.</summary>
    private void Multiply(long before, long during)
    {
        T* multiplier = _multipliers.At(during), from = States.At(before), into = _multiplied.At(during);
        for (var j = 0; j < _multipliers.Layout.Depth; j += Lanes<T>.Count)
            Lanes<T>.Tanh(Vector.Load(multiplier + j)).Store(multiplier + j);

        // Observation and state begin both rows, so they are multiplied as one.
        for (var j = 0; j < _multiplied.Layout.Depth; j += Lanes<T>.Count)
            (Vector.Load(multiplier + j) * Vector.Load(from + j)).Store(into + j);
    }

    private void MultiplyBack(long before, long during, int b)
    {
        Through(_multipliers.At(during, 0), States.At(before, 0), _inputSlope.At(b), null, Inputs.Depth);
        Through(_multipliers.At(during, 1), States.At(before, 1), _stateSlope.At(b), CarriedSlope.At(b), Units.Depth);

        static void Through(T* multiplier, T* factor, T* slope, T* toFactor, int count)
        {
            for (var j = 0; j < count; j += Lanes<T>.Count)
            {
                Vector<T> m = Vector.Load(multiplier + j), s = Vector.Load(slope + j);
                (s * Vector.Load(factor + j) * (Vector<T>.One - m * m)).Store(multiplier + j);
                if (toFactor is not null)
                    (s * m).Store(toFactor + j);
            }
        }
    }

    /// <summary>The new state of the cell.</summary>
    private void Join(long after, long during)
    {
        T* first = _multipliers.At(during, 2), second = _multipliers.At(during, 3), third = _multipliers.At(during, 4);
        T* fromInput = _fromInput.At(during), fromState = _fromState.At(during), bias = _bias.At(0), into = States.At(after, 1);
        for (var j = 0; j < Units.Depth; j += Lanes<T>.Count)
        {
            var sum = Lanes<T>.MultiplyAdd(Vector.Load(fromInput + j), Vector.Load(first + j), Vector.Load(bias + j) * Vector.Load(third + j));
            Lanes<T>.Tanh(Lanes<T>.MultiplyAdd(Vector.Load(fromState + j), Vector.Load(second + j), sum)).Store(into + j);
        }
    }

    private void JoinBack(long after, long during, int b)
    {
        T* first = _multipliers.At(during, 2), second = _multipliers.At(during, 3), third = _multipliers.At(during, 4);
        T* fromInput = _fromInput.At(during), fromState = _fromState.At(during), bias = _bias.At(0), biasSlope = _biasSlope.At(0);
        T* state = States.At(after, 1), slope = Slope.At(b), carried = CarriedSlope.At(b);
        var one = Vector<T>.One;
        for (var j = 0; j < Units.Depth; j += Lanes<T>.Count)
        {
            Vector<T> r = Vector.Load(state + j), p = Vector.Load(first + j), q = Vector.Load(second + j), m = Vector.Load(third + j);
            var s = (Vector.Load(slope + j) + Vector.Load(carried + j)) * (one - r * r);
            (s * Vector.Load(fromInput + j) * (one - p * p)).Store(first + j);
            (s * Vector.Load(fromState + j) * (one - q * q)).Store(second + j);
            (s * Vector.Load(bias + j) * (one - m * m)).Store(third + j);
            Lanes<T>.MultiplyAdd(s, m, Vector.Load(biasSlope + j)).Store(biasSlope + j);
            (s * p).Store(fromInput + j);
            (s * q).Store(fromState + j);
        }
    }

    /// <summary>Hands on what the LSTM's input and state contribute to the states before the step.</summary>
    private void Carry(int b)
    {
        T* cell = CarriedSlope.At(b), warp = _carriedWarp.At(b), fromCell = _statesSlope.At(b, 0), fromWarp = _statesSlope.At(b, 1);
        for (var j = 0; j < Units.Depth; j += Lanes<T>.Count)
        {
            (Vector.Load(cell + j) + Vector.Load(fromCell + j)).Store(cell + j);
            Vector.Load(fromWarp + j).Store(warp + j);
        }
    }
}
