using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks.Surfaces;

namespace WarpGrad.Engine.Inspection;

/// <summary>What adaptation to one task does to each layer: how far it moves, and how far its gradients are turned by the warps.</summary>
/// <param name="task">The task, of the network with warps.</param>
/// <param name="plain">The same task of the network without them; null where there is no such network.</param>
/// <param name="optimizer">Says which parameters adapt.</param>
/// <param name="compared">Steps at which gradients are compared.</param>
internal sealed class LayerFigures(IMetaTask task, IMetaTask? plain, InnerOptimizer optimizer, IReadOnlySet<int> compared)
{
    private readonly Dictionary<string, double> _moved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<double?>> _cosines = new(StringComparer.Ordinal);

    /// <summary>Squared length of each layer's updates.</summary>
    public IReadOnlyDictionary<string, double> Moved => _moved;

    /// <summary>Cosine of each layer's two gradients at the steps that were compared; null where one of them is zero.</summary>
    public IReadOnlyDictionary<string, List<double?>> Cosines => _cosines;

    /// <summary>The layer that a parameter belongs to.</summary>
    /// <param name="parameter">Name of the parameter.</param>
    public static string LayerOf(string parameter) => parameter.LastIndexOf('.') is > 0 and var dot ? parameter[..dot] : parameter;

    /// <summary>Takes in a step of the inner loop.</summary>
    /// <param name="step">The step.</param>
    /// <param name="phi">φ.</param>
    public void Visit(PathStep step, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var name in step.Gradient.Names)
        {
            var layer = LayerOf(name);
            _moved[layer] = _moved.GetValueOrDefault(layer) + step.Next[name].Minus(step.Theta[name]).Squared().sum().Number();
        }

        if (!compared.Contains(step.Step))
            return;
        if (task is SurfaceTask surface)
            Add(LayerOf(step.Gradient.Names[0]), SurfaceAlignment.Of(surface, step.Theta, phi));
        else if (plain is not null)
            Compare(step, PlainGradient(plain, step, phi));
    }

    private ParameterSet PlainGradient(IMetaTask plain, PathStep step, ParameterSet phi)
    {
        var leaves = optimizer.Adapted(step.Theta).AsLeaves();
        return leaves.GradientOf(plain.TaskLoss(step.Step, step.Theta.Replaced(leaves), phi));
    }

    private void Compare(PathStep step, ParameterSet gradient)
    {
        using var quiet = torch.no_grad();
        foreach (var layer in gradient.Names.GroupBy(LayerOf))
        {
            var (product, warped, unwarped) = (0.0, 0.0, 0.0);
            foreach (var name in layer)
            {
                var (a, b) = (step.Gradient[name].to(torch.ScalarType.Float64), gradient[name].to(torch.ScalarType.Float64));
                product += a.mul(b).sum().Number();
                warped += a.Squared().sum().Number();
                unwarped += b.Squared().sum().Number();
            }

            var lengths = Math.Sqrt(warped * unwarped);
            Add(layer.Key, lengths > 0 && double.IsFinite(lengths) ? Math.Clamp(product / lengths, -1, 1) : null);
        }
    }

    private void Add(string layer, double? cosine)
    {
        if (!_cosines.TryGetValue(layer, out var cosines))
            _cosines.Add(layer, cosines = []);
        cosines.Add(cosine);
    }
}
