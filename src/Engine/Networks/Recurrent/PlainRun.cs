using System.Numerics;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Networks.Recurrent;

/// <summary>A run of the cell alone: r′ = tanh(W_x·x + W_r·r + b).</summary>
/// <typeparam name="T">Type of the parameters.</typeparam>
internal sealed unsafe class PlainRun<T> : RecurrentRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly PackedMatrix<T> _input, _state, _stateBack;
    private readonly RowMemory<T> _fromInput, _fromState;
    private readonly RowMemory<T> _bias;

    public PlainRun(RecurrentShape shape, ParameterSet theta, ParameterSet phi, int steps, int batch, bool keeps)
        : base(shape, theta, phi, steps, batch, keeps, Blocks(shape.Inputs, shape.Units))
    {
        var state = Values(theta, RecurrentNetwork.StateWeight);
        _input = Onward(Inputs, Units, Values(theta, RecurrentNetwork.InputWeight));
        (_state, _stateBack) = (Onward(Units, Units, state), Backward(Units, Units, state));
        (_fromInput, _fromState) = (Scratch(Units), Kept(Units));
        _bias = Row(Units, Values(theta, RecurrentNetwork.CellBias));
    }

    private protected override void Onward(int step)
    {
        var (before, after, during) = (Before(step), After(step), During(step));
        _input.Multiply(States.At(before), States.Stride, _fromInput.At(0), _fromInput.Stride, Batch);
        _state.Multiply(States.At(before, 1), States.Stride, _fromState.At(during), _fromState.Stride, Batch);
        for (var b = 0; b < Batch; b++)
        {
            T* into = States.At(after + b, 1), one = _fromInput.At(b), other = _fromState.At(during + b), bias = _bias.At(0);
            for (var j = 0; j < Units.Depth; j += Lanes<T>.Count)
                Lanes<T>.Tanh(Vector.Load(one + j) + Vector.Load(other + j) + Vector.Load(bias + j)).Store(into + j);
        }
    }

    private protected override void Backward(int step)
    {
        var (after, during) = (After(step), During(step));
        for (var b = 0; b < Batch; b++)
        {
            T* state = States.At(after + b, 1), slope = Slope.At(b), carried = CarriedSlope.At(b), into = _fromState.At(during + b);
            for (var j = 0; j < Units.Depth; j += Lanes<T>.Count)
            {
                var r = Vector.Load(state + j);
                ((Vector.Load(slope + j) + Vector.Load(carried + j)) * (Vector<T>.One - r * r)).Store(into + j);
            }
        }

        _stateBack.Multiply(_fromState.At(during), _fromState.Stride, CarriedSlope.At(0), CarriedSlope.Stride, Batch);
    }

    private protected override Dictionary<string, Tensor> Gradients(bool toPhi) => new(StringComparer.Ordinal)
    {
        [RecurrentNetwork.InputWeight] = Product(_fromState, Units, BeforeStates(0, Shape.Inputs)),
        [RecurrentNetwork.StateWeight] = Product(_fromState, Units, BeforeStates(1, Shape.Units)),
        [RecurrentNetwork.CellBias] = Sum(_fromState),
    };
}
