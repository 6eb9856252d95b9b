using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Architectures;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Learners;

/// <summary>Points of a curve.</summary>
/// <param name="X">Inputs [n, 1].</param>
/// <param name="Y">Targets [n, 1].</param>
public sealed record CurvePoints(Tensor X, Tensor Y) : IDisposable
{
    /// <summary>Puts points in place; they belong to the enclosing dispose scope.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets, as many.</param>
    /// <param name="place">Where the tensors are to live.</param>
    public static CurvePoints Of(double[] x, double[] y, Placement place) => new(Column(x, place), Column(y, place));

    /// <summary>Numbers as a column [n, 1].</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="place">Where the tensor is to live.</param>
    public static Tensor Column(double[] values, Placement place)
    {
        using var numbers = torch.tensor(values, [values.Length, 1]);
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

    /// <summary>Outputs [n, 1].</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="x">Inputs [n, 1].</param>
    /// <param name="entered">Sees what goes into every warp.</param>
    public Tensor Output(ParameterSet theta, ParameterSet phi, Tensor x, Action<WarpLayer, Tensor>? entered = null) =>
        _network.Forward(x, new ForwardPass(theta, phi, BatchStatistics.OfBatch, entered: entered));

    /// <summary>Mean squared error.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="points">Points to fit.</param>
    public Tensor Loss(ParameterSet theta, ParameterSet phi, CurvePoints points) => Output(theta, phi, points.X).Minus(points.Y).Squared().mean();

    /// <summary>Outputs as numbers, without a graph.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="x">Inputs.</param>
    public double[] Outputs(ParameterSet theta, ParameterSet phi, double[] x)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        return Output(theta, phi, CurvePoints.Column(x, Placement.Of(theta.Tensors[0]))).to(ScalarType.Float64, torch.CPU).data<double>().ToArray();
    }
}
