using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Learners;

/// <summary>
/// Points of a plane under an explicit warp Ω (paper App. D): θ is a point of the warped space, where descent runs, and Ω(θ; φ) the
/// point of the surface it stands for. Every task brings its own θ₀, so nothing but φ persists.
/// </summary>
public sealed class SurfaceLearner : Learner
{
    /// <summary>Name of the points in θ.</summary>
    public const string Points = "points";

    private readonly Network _warp;

    /// <summary>Builds the learner of a spec.</summary>
    /// <param name="spec">The run's spec.</param>
    public SurfaceLearner(RunSpec spec)
    {
        var identity = spec.Learner.WarpStart == WarpStart.Identity;
        var residual = spec.Learner.Warp == WarpDesign.Residual;
        Layer[] layers =
        [
            new LinearLayer("warp.in", LayerRole.Warp, 2, spec.Learner.Filters), new TanhLayer(),
            new LinearLayer("warp.out", LayerRole.Warp, spec.Learner.Filters, 2, zero: residual && identity),
        ];
        _warp = new Network([new WarpLayer("warp", residual ? [new ResidualLayer(layers)] : layers)]);
        (Parameters, Kind) = (_warp.Parameters, (spec.Learner, spec.Precision, "surface"));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<WarpLayer> Warps => _warp.Warps;

    /// <inheritdoc/>
    internal override object Kind { get; }

    /// <summary>Ω(θ; φ) [n, 2].</summary>
    /// <param name="theta">θ with points [n, 2].</param>
    /// <param name="phi">φ.</param>
    public Tensor Warp(ParameterSet theta, ParameterSet phi) => Warp(theta[Points], phi);

    /// <summary>Ω at points [n, 2].</summary>
    /// <param name="points">Points of the warped space.</param>
    /// <param name="phi">φ.</param>
    public Tensor Warp(Tensor points, ParameterSet phi) => _warp.Forward(points, new ForwardPass(ParameterSet.Empty, phi, BatchStatistics.OfBatch));

    /// <summary>Points of the surface as numbers, without a graph.</summary>
    /// <param name="points">Points of the warped space [n, 2].</param>
    /// <param name="phi">φ.</param>
    /// <returns>x₁ and x₂ of each.</returns>
    public (double X1, double X2)[] Places(Tensor points, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        return Numbers(Warp(points, phi));
    }

    /// <summary>Points [n, 2] as numbers.</summary>
    /// <param name="points">The points.</param>
    public static (double X1, double X2)[] Numbers(Tensor points)
    {
        using var values = points.detach().to(ScalarType.Float64, torch.CPU, copy: true);
        return [.. values.data<double>().ToArray().Chunk(2).Select(pair => (pair[0], pair[1]))];
    }

    /// <summary>Numbers as points [n, 2].</summary>
    /// <param name="points">x₁ and x₂ of each.</param>
    /// <param name="place">Where the tensor is to live.</param>
    public static Tensor Tensors(IReadOnlyList<(double X1, double X2)> points, Compute.Placement place)
    {
        using var numbers = torch.tensor(points.SelectMany(point => new[] { point.X1, point.X2 }).ToArray(), [points.Count, 2]);
        return place.Put(numbers);
    }
}
