using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Compute;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Inspection;

/// <summary>
/// Singular values of a map's derivative at a point. Small Jacobians are computed whole, in one backward pass over copies of the point.
/// Of large ones only products with vectors are: Golub-Kahan-Lanczos bidiagonalisation from a random direction, with all vectors kept
/// orthogonal. Its values lie within the spectrum and reach its ends first; squares of the first entries of the right singular vectors
/// are the parts of the directions that they stand for (Gauss quadrature).
/// </summary>
public static class JacobianProbe
{
    /// <summary>Inputs up to which a Jacobian is computed whole.</summary>
    public const int MostExact = 640;

    /// <summary>Steps of the bidiagonalisation.</summary>
    public const int Directions = 32;

    private const double Nothing = 1e-10;

    /// <summary>Singular values at a point.</summary>
    /// <param name="map">The map of a batch [n, …] to one [n, …], each example by itself and twice differentiable almost everywhere.</param>
    /// <param name="point">The point [1, …], in double precision.</param>
    /// <param name="random">Gives the first direction of large Jacobians.</param>
    /// <param name="mostExact">Inputs up to which it is computed whole.</param>
    public static SingularValues At(Func<Tensor, Tensor> map, Tensor point, RandomStream random, int mostExact = MostExact)
    {
        using var scope = torch.NewDisposeScope();
        return point.numel() <= mostExact ? Whole(map, point) : Estimate(map, point, random);
    }

    private static SingularValues Whole(Func<Tensor, Tensor> map, Tensor point)
    {
        using var quiet = torch.no_grad();
        var jacobian = Jacobian(map, point);
        if (jacobian.isfinite().all().Number() == 0)
            return new SingularValues([double.NaN], [1], (int)point.numel(), true);
        return Ascending(torch.linalg.svdvals(jacobian).data<double>().ToArray(), null, point, exact: true);
    }

    /// <summary>The Jacobian at a point [1, …] as a matrix [outputs, inputs].</summary>
    /// <param name="map">The map.</param>
    /// <param name="point">The point.</param>
    internal static Tensor Jacobian(Func<Tensor, Tensor> map, Tensor point)
    {
        using var scope = torch.NewDisposeScope();
        using var graph = torch.enable_grad();
        var outputs = map(point.detach()).numel();
        long[] copies = [outputs, .. point.shape.Skip(1)];
        var points = point.detach().expand(copies).contiguous().requires_grad_();
        var images = map(points).reshape(outputs, outputs);
        return autograd.grad([images.diagonal().sum()], [points])[0].reshape(outputs, -1).MoveToOuterDisposeScope();
    }

    private static SingularValues Estimate(Func<Tensor, Tensor> map, Tensor point, RandomStream random)
    {
        using var graph = torch.enable_grad();
        var from = point.detach().requires_grad_();
        var to = map(from);
        var weights = torch.zeros_like(to).requires_grad_();

        // Jᵀu is linear in u, and its derivative with respect to u is J.
        var pulled = autograd.grad([to], [from], [weights], retain_graph: true, create_graph: true)[0];
        Tensor Push(Tensor vector) => autograd.grad([pulled], [weights], [vector.view_as(pulled)], retain_graph: true)[0].reshape(-1);
        Tensor Pull(Tensor vector) => autograd.grad([to], [from], [vector.view_as(to)], retain_graph: true)[0].reshape(-1);

        var (right, left) = (new List<Tensor>(), new List<Tensor>());
        var (diagonal, above) = (new List<double>(), new List<double>());
        var direction = torch.tensor(Enumerable.Range(0, (int)point.numel()).Select(_ => random.NextNormal()).ToArray());
        direction = direction.Over(Norm(direction));
        for (var step = 0; ; step++)
        {
            right.Add(direction);
            var pushed = Without(Push(direction), left);
            var length = Norm(pushed);
            diagonal.Add(length);
            if (step + 1 == Directions || !double.IsFinite(length) || length <= Nothing * diagonal[0])
                break;
            left.Add(pushed.Over(length));
            var next = Without(Pull(left[^1]), right);
            var rest = Norm(next);
            if (!double.IsFinite(rest) || rest <= Nothing * diagonal.Max())
                break;
            above.Add(rest);
            direction = next.Over(rest);
        }

        return OfBidiagonal(diagonal, above, point);
    }

    private static SingularValues OfBidiagonal(List<double> diagonal, List<double> above, Tensor point)
    {
        if (!diagonal.TrueForAll(double.IsFinite))
            return new SingularValues([double.NaN], [1], (int)point.numel(), false);
        var size = diagonal.Count;
        var entries = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            entries[i * size + i] = diagonal[i];
            if (i + 1 < size)
                entries[i * size + i + 1] = above[i];
        }

        using var quiet = torch.no_grad();
        var (_, values, vectors) = torch.linalg.svd(torch.tensor(entries, [size, size]));
        var first = vectors.select(1, 0).contiguous().data<double>().ToArray();
        return Ascending(values.data<double>().ToArray(), Array.ConvertAll(first, entry => entry * entry), point, exact: false);
    }

    private static SingularValues Ascending(double[] descending, double[]? weights, Tensor point, bool exact)
    {
        weights ??= [.. Enumerable.Repeat(1.0 / descending.Length, descending.Length)];
        return new SingularValues([.. descending.Reverse()], [.. weights.Reverse()], (int)point.numel(), exact);
    }

    /// <summary>What is left of a vector without its parts along unit vectors; taken away twice, against rounding.</summary>
    private static Tensor Without(Tensor vector, List<Tensor> units)
    {
        if (units.Count == 0)
            return vector;
        using var scope = torch.NewDisposeScope();
        var basis = torch.stack(units);
        for (var round = 0; round < 2; round++)
            vector = vector.Minus(basis.t().mv(basis.mv(vector)));
        return vector.MoveToOuterDisposeScope();
    }

    private static double Norm(Tensor vector) => Math.Sqrt(vector.Squared().sum().Number());
}
