using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Inspection;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Inspection;

/// <summary>Singular values of maps whose singular values are known, whether computed whole or estimated.</summary>
public sealed class JacobianProbeTests : IDisposable
{
    private readonly DisposeScope _scope;

    public JacobianProbeTests()
    {
        TorchRuntime.ApplyToThread();
        _scope = torch.NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_identity_stretches_nothing(bool whole)
    {
        var found = Probe(input => input.Times(1), [1, 3, 2, 2], whole);

        Assert.Equal(whole, found.Exact);
        Assert.Equal(12, found.Dimensions);
        Assert.All(found.Values, value => Assert.Equal(1, value, 12));
        Assert.Equal(1, found.Condition, 12);
        Assert.Equal(1, found.Kept);
        Assert.Equal(1, found.Weights.Sum(), 12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_diagonal_map_has_its_factors_as_singular_values(bool whole)
    {
        var factors = torch.tensor([-3.0, 0.5, 2, 1]);

        var found = Probe(input => input.mul(factors), [1, 4], whole);

        Assert.Equal([0.5, 1, 2, 3], found.Values.Select(value => Math.Round(value, 10)));
        Assert.Equal(6, found.Condition, 9);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_map_that_mixes_everything_has_the_singular_values_of_its_matrix(bool whole)
    {
        var matrix = torch.tensor(Normals(20 * 20, 3), [20, 20]);
        var expected = torch.linalg.svdvals(matrix).data<double>().ToArray();

        var found = Probe(input => input.matmul(matrix.t()), [1, 20], whole);

        Assert.Equal(expected.Reverse().Select(value => Math.Round(value, 8)), found.Values.Select(value => Math.Round(value, 8)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_derivative_of_a_curved_map_is_taken_at_the_point(bool whole)
    {
        var point = torch.tensor([0.3, -1.2, 2.0], [1, 3]);

        var found = JacobianProbe.At(input => input.tanh(), point, Random(), whole ? 3 : 0);

        var expected = new[] { 0.3, -1.2, 2.0 }.Select(x => 1 - Math.Tanh(x) * Math.Tanh(x)).Order();
        Assert.Equal(expected.Select(value => Math.Round(value, 9)), found.Values.Select(value => Math.Round(value, 9)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Directions_that_are_cut_off_make_the_condition_infinite(bool whole)
    {
        var point = torch.tensor([1.0, -1, 2, -2], [1, 4]);

        var found = JacobianProbe.At(input => input.relu(), point, Random(), whole ? 4 : 0);

        Assert.Equal(double.PositiveInfinity, found.Condition);
        Assert.InRange(found.Kept, 0.01, 0.99);
        if (whole)
            Assert.Equal(0.5, found.Kept, 12);
    }

    [Fact]
    public void An_estimate_lies_within_the_spectrum_reaches_its_ends_and_divides_the_directions_rightly()
    {
        // A thousand factors from 1 to 3, evenly spread.
        double[] factors = [.. Enumerable.Range(0, 1000).Select(i => 1 + 2 * i / 999.0)];
        var diagonal = torch.tensor(factors);

        var found = Probe(input => input.mul(diagonal), [1, 1000], whole: false);

        Assert.Equal(JacobianProbe.Directions, found.Values.Length);
        Assert.InRange(found.Values[0], 1, 1.02);
        Assert.InRange(found.Values[^1], 2.98, 3);
        Assert.InRange(found.At(0.25), 1.4, 1.6);
        Assert.InRange(found.At(0.5), 1.9, 2.1);
        Assert.InRange(found.At(0.75), 2.4, 2.6);
    }

    [Fact]
    public void The_jacobian_is_that_of_finite_differences()
    {
        const double Step = 1e-6;
        var matrix = torch.tensor(Normals(9, 8), [3, 3]);
        Tensor Map(Tensor input) => input.matmul(matrix).tanh().matmul(matrix);
        var point = torch.tensor([0.4, -0.7, 0.1], [1, 3]);

        var jacobian = JacobianProbe.Jacobian(Map, point).data<double>().ToArray();

        for (var column = 0; column < 3; column++)
        {
            var move = new double[3];
            move[column] = Step;
            var difference = Map(point.Plus(torch.tensor(move, [1, 3]))).Minus(Map(point.Minus(torch.tensor(move, [1, 3])))).Over(2 * Step).data<double>().ToArray();
            for (var row = 0; row < 3; row++)
                Assert.Equal(difference[row], jacobian[row * 3 + column], 7);
        }
    }

    private static SingularValues Probe(Func<Tensor, Tensor> map, long[] shape, bool whole)
    {
        var size = (int)shape.Aggregate(1L, (product, length) => product * length);
        return JacobianProbe.At(map, torch.tensor(Normals(size, 5), shape), Random(), whole ? size : 0);
    }

    private static double[] Normals(int count, long seed)
    {
        var random = RandomStream.Derive(seed, StreamPurpose.Inspection);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    private static RandomStream Random() => RandomStream.Derive(1, StreamPurpose.Inspection);
}
