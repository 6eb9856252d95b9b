using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Architectures;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Learners;

/// <summary>Points of a curve, or as many points of each of several curves, a column for each.</summary>
/// <param name="X">Inputs [n, curves].</param>
/// <param name="Y">Targets [n, curves].</param>
public sealed record CurvePoints(Tensor X, Tensor Y) : IDisposable
{
    /// <summary>Puts points in place; they belong to the enclosing dispose scope.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets, as many.</param>
    /// <param name="place">Where the tensors are to live.</param>
    public static CurvePoints Of(double[] x, double[] y, Placement place) => Of([x], [y], place);

    /// <summary>Puts points of several curves in place; they belong to the enclosing dispose scope.</summary>
    /// <param name="x">Inputs of each curve, as many of one as of another.</param>
    /// <param name="y">Targets likewise.</param>
    /// <param name="place">Where the tensors are to live.</param>
    public static CurvePoints Of(double[][] x, double[][] y, Placement place) => new(Columns(x, place), Columns(y, place));

    /// <summary>Numbers in columns [n, columns].</summary>
    /// <param name="columns">The numbers of each column.</param>
    /// <param name="place">Where the tensor is to live.</param>
    public static Tensor Columns(double[][] columns, Placement place)
    {
        var (rows, values) = (columns[0].Length, new double[columns[0].Length * columns.Length]);
        for (var column = 0; column < columns.Length; column++)
        {
            for (var row = 0; row < rows; row++)
                values[row * columns.Length + column] = columns[column][row];
        }

        using var numbers = torch.tensor(values, [rows, columns.Length]);
        return place.Put(numbers);
    }

    /// <summary>Takes the tensors out of all dispose scopes.</summary>
    public CurvePoints Detached()
    {
        X.DetachFromDisposeScope();
        Y.DetachFromDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
    }
}

/// <summary>Regression of curves: a multi-layer perceptron of one input and one output with warp-layers between its layers.</summary>
public sealed class CurveLearner : Learner
{
    private readonly Network _network;

    /// <summary>Builds the learner of a spec.</summary>
    /// <param name="spec">The run's spec.</param>
    public CurveLearner(RunSpec spec)
    {
        var (hidden, features) = Mlp.Build(new LayerFactory(spec.Learner), inputs: 1);
        _network = new Network([hidden, new LinearLayer("output", LayerRole.Adapt, features, 1)]);
        Kind = (spec.Learner, spec.Precision, "curve");
        var theta = _network.Parameters.Where(p => p.Role == LayerRole.Adapt).Select(p => (p.Name, p.Shape));
        Parameters = [.. _network.Parameters, .. LearnedRateSet.Declare(spec.InnerLoop, theta)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<WarpLayer> Warps => _network.Warps;

    /// <inheritdoc/>
    internal override object Kind { get; }

    /// <summary>Outputs [n, curves].</summary>
    /// <param name="theta">θ; of more than one curve it has them as its first dimension.</param>
    /// <param name="phi">φ.</param>
    /// <param name="x">Inputs [n, curves].</param>
    /// <param name="entered">Sees what goes into every warp.</param>
    public Tensor Output(ParameterSet theta, ParameterSet phi, Tensor x, Action<WarpLayer, Tensor>? entered = null) =>
        _network.Forward(x, new ForwardPass(theta, phi, BatchStatistics.OfBatch, entered: entered) { Stack = (int)x.shape[1] });

    /// <summary>Mean squared error of each curve [curves].</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="points">Points to fit.</param>
    public Tensor Losses(ParameterSet theta, ParameterSet phi, CurvePoints points) => Output(theta, phi, points.X).Minus(points.Y).Squared().mean([0L]);

    /// <summary>Sum of the curves' mean squared errors.</summary>
    /// <inheritdoc cref="Losses"/>
    public Tensor Loss(ParameterSet theta, ParameterSet phi, CurvePoints points) => Losses(theta, phi, points).sum();

    /// <summary>Outputs as numbers, without a graph.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="x">Inputs.</param>
    public double[] Outputs(ParameterSet theta, ParameterSet phi, double[] x)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        return Output(theta, phi, CurvePoints.Columns([x], Placement.Of(theta.Tensors[0]))).Numbers();
    }
}
