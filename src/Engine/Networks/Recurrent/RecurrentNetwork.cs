using TorchSharp;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Networks.Recurrent;

/// <summary>
/// The network of paper §4.3 c.1. Task parameters θ are a recurrent cell with linear outputs on its state:
/// r′ = tanh(W_x(x⊙p₁)⊙p₃ + W_r(r⊙p₂)⊙p₄ + b⊙p₅). The multipliers p = tanh(P·l) come from the warp φ, an LSTM with state l that reads
/// x and r; without a warp they are 1. All states start at zero.
/// </summary>
internal sealed class RecurrentNetwork
{
    /// <summary>Names of θ's parameters.</summary>
    public const string InputWeight = "cell.input.weight", StateWeight = "cell.state.weight", CellBias = "cell.bias",
        PolicyWeight = "policy.weight", PolicyBias = "policy.bias", ValueWeight = "value.weight", ValueBias = "value.bias";

    /// <summary>Names of φ's parameters.</summary>
    public const string WarpInputWeight = "warp.input.weight", WarpStateWeight = "warp.state.weight",
        WarpInputBias = "warp.input.bias", WarpStateBias = "warp.state.bias", WarpProjection = "warp.projection.weight";

    public RecurrentNetwork(RecurrentShape shape)
    {
        Shape = shape;
        long inputs = shape.Inputs, units = shape.Units, gates = 4 * units;
        var start = ParameterStart.Uniform(units);
        ParameterInfo[] task =
        [
            new(InputWeight, LayerRole.Adapt, [units, inputs], ParameterStart.Orthogonal),
            new(StateWeight, LayerRole.Adapt, [units, units], ParameterStart.Orthogonal),
            new(CellBias, LayerRole.Adapt, [units], ParameterStart.Zeros),
            new(PolicyWeight, LayerRole.Adapt, [shape.Actions, units], start),
            new(PolicyBias, LayerRole.Adapt, [shape.Actions], start),
            new(ValueWeight, LayerRole.Adapt, [1, units], start),
            new(ValueBias, LayerRole.Adapt, [1], start),
        ];

        // The last outputs of the authors' projection are used by nothing. They are kept, so that sizes compare.
        ParameterInfo[] warp =
        [
            new(WarpInputWeight, LayerRole.Warp, [gates, inputs + units], start),
            new(WarpStateWeight, LayerRole.Warp, [gates, units], start),
            new(WarpInputBias, LayerRole.Warp, [gates], start),
            new(WarpStateBias, LayerRole.Warp, [gates], start),
            new(WarpProjection, LayerRole.Warp, [inputs + 5 * units, units], start),
        ];
        Parameters = shape.Warped ? [.. task, .. warp] : task;
    }

    /// <summary>Its sizes.</summary>
    public RecurrentShape Shape { get; }

    /// <summary>θ and φ.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>Runs over sequences, as a graph that may be differentiated any number of times.</summary>
    /// <param name="inputs">Observations [steps, batch, inputs].</param>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <returns>Logits of the actions, then the value: [steps, batch, actions + 1].</returns>
    public Tensor Forward(Tensor inputs, ParameterSet theta, ParameterSet phi)
    {
        long steps = inputs.shape[0], batch = inputs.shape[1], units = Shape.Units;
        var zero = torch.zeros(batch, units, inputs.dtype, inputs.device);
        var (state, warpState, warpCell) = (zero, zero, zero);
        var gateWeight = Shape.Warped ? torch.cat([phi[WarpInputWeight], phi[WarpStateWeight]], 1) : null;
        var gateBias = Shape.Warped ? phi[WarpInputBias].Plus(phi[WarpStateBias]) : null;
        var states = new Tensor[steps];
        for (var t = 0; t < steps; t++)
        {
            var input = inputs.select(0, t);
            if (gateWeight is null)
            {
                state = F.linear(input, theta[InputWeight]).Plus(F.linear(state, theta[StateWeight], theta[CellBias])).tanh();
            }
            else
            {
                var gates = F.linear(torch.cat([input, state, warpState], 1), gateWeight, gateBias).chunk(4, 1);
                warpCell = gates[1].sigmoid().mul(warpCell).Plus(gates[0].sigmoid().mul(gates[2].tanh()));
                warpState = gates[3].sigmoid().mul(warpCell.tanh());
                state = Modulated(input, state, F.linear(warpState, phi[WarpProjection]).tanh(), theta);
            }

            states[t] = state;
        }

        var weight = torch.cat([theta[PolicyWeight], theta[ValueWeight]]);
        return F.linear(torch.stack(states), weight, torch.cat([theta[PolicyBias], theta[ValueBias]]));
    }

    private Tensor Modulated(Tensor input, Tensor state, Tensor multipliers, ParameterSet theta)
    {
        long inputs = Shape.Inputs, units = Shape.Units;
        Tensor Multiplier(int group) => multipliers.narrow(1, inputs + group * units, units);
        return F.linear(input.mul(multipliers.narrow(1, 0, inputs)), theta[InputWeight]).mul(Multiplier(1))
            .Plus(F.linear(state.mul(Multiplier(0)), theta[StateWeight]).mul(Multiplier(2)))
            .Plus(theta[CellBias].mul(Multiplier(3))).tanh();
    }
}
