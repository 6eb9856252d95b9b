using System.Globalization;
using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Inspection;

/// <summary>Joins the figures of tasks and points into those that are shown.</summary>
internal static class InspectionSummary
{
    private const int Digits = 5, SpectrumPoints = 51;

    /// <summary>A warp over tasks.</summary>
    /// <param name="warp">The warp.</param>
    /// <param name="phi">φ.</param>
    /// <param name="tasks">Its figures on each task.</param>
    public static InspectedWarp Of(WarpLayer warp, ParameterSet phi, IReadOnlyList<WarpFigures> tasks) => new(
        warp.Name, tasks[0].Shape, Rounded(tasks.Average(task => task.Distance)), WeightDistance(warp, phi),
        Of([.. tasks.SelectMany(task => task.Points)]));

    /// <summary>A layer over tasks.</summary>
    /// <param name="layer">Its name.</param>
    /// <param name="parameters">Numbers in it.</param>
    /// <param name="tasks">Figures of each task.</param>
    public static InspectedLayer Of(string layer, long parameters, IReadOnlyList<LayerFigures> tasks)
    {
        double?[] Over(Func<List<double?>, IEnumerable<double?>> chosen) =>
            [.. tasks.SelectMany(task => task.Cosines.TryGetValue(layer, out var cosines) ? chosen(cosines) : [])];
        var whole = tasks.Sum(task => task.Moved.Values.Sum());
        return new InspectedLayer(
            layer, parameters, Rounded(Over(cosines => cosines).Average()), Rounded(Over(cosines => cosines.Take(1)).Average()),
            whole > 0 ? Rounded(tasks.Sum(task => task.Moved.GetValueOrDefault(layer)) / whole) : null);
    }

    private static InspectedJacobian? Of(IReadOnlyList<SingularValues> points)
    {
        if (points.Count == 0 || !points.All(point => point.IsFinite))
            return null;
        var conditions = points.Select(point => point.Condition).Order().ToArray();
        return new InspectedJacobian(
            points.Count, points[0].Dimensions, points[0].Exact,
            Number(points.Average(point => point.Values[^1])), Number(points.Average(point => point.Values[0])),
            Rounded(conditions[conditions.Length / 2]), Number(points.Average(point => point.Kept)),
            [.. Shares(points[0]).Select(share => new SpectrumPoint(Number(share), Number(points.Average(point => point.At(share)))))]);
    }

    /// <summary>The middle of each value's part where there are few, else evenly spread.</summary>
    private static IEnumerable<double> Shares(SingularValues values) => values is { Exact: true, Dimensions: <= SpectrumPoints }
        ? Enumerable.Range(0, values.Dimensions).Select(i => (i + 0.5) / values.Dimensions)
        : Enumerable.Range(0, SpectrumPoints).Select(i => i / (SpectrumPoints - 1.0));

    private static double? WeightDistance(WarpLayer warp, ParameterSet phi)
    {
        if (warp.Weight is not { } weight)
            return null;
        using var scope = torch.NewDisposeScope();
        var identity = new double[weight.Size];
        (weight.Shape.Length == 1 ? ParameterStart.Ones : ParameterStart.Identity).Fill(identity, weight.Shape, RandomStream.Derive(0, StreamPurpose.Inspection));
        var values = phi[weight.Name].detach().to(torch.ScalarType.Float64, torch.CPU, copy: true).contiguous().data<double>().ToArray();
        return Rounded(Math.Sqrt(values.Zip(identity, (value, one) => (value - one) * (value - one)).Sum() / identity.Sum()));
    }

    // Digits that are shown, so that figures of one model are equal on machines that differ in the last bits.
    private static double Number(double value) => double.Parse(value.ToString("G" + Digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double? Rounded(double? value) => value is { } number && double.IsFinite(number) ? Number(number) : null;
}
