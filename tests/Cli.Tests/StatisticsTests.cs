using WarpGrad.Cli.Results;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Tests;

/// <summary>Means and spreads over seeds.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void The_deviation_is_that_of_a_sample()
    {
        var spread = Spread.Of([2, 4, 4, 4, 5, 5, 7, 9]);

        Assert.Equal(5, spread.Mean, 12);
        Assert.Equal(Math.Sqrt(32.0 / 7), spread.Deviation!.Value, 12);
        Assert.Equal(8, spread.Count);
    }

    [Fact]
    public void One_value_has_no_deviation() => Assert.Equal(new Spread(0.5, null, 1), Spread.Of([0.5]));

    [Fact]
    public void Equal_values_far_from_zero_have_deviation_zero() => Assert.Equal(0, Spread.Of([1e9 + 0.1, 1e9 + 0.1, 1e9 + 0.1]).Deviation!.Value, 6);

    [Fact]
    public void Curves_of_equal_steps_are_joined_point_by_point()
    {
        var joined = Curves.Join([Curve((0, 1), (10, 2)), Curve((0, 3), (10, 6))]);

        Assert.Equal([(0, 2), (10, 4)], joined.Select(point => ((int)point.Step, (int)point.Value.Mean)));
        Assert.Equal(Math.Sqrt(2), joined[0].Value.Deviation!.Value, 12);
    }

    [Fact]
    public void Curves_of_other_steps_are_joined_on_the_lines_between_points_where_all_of_them_are()
    {
        var joined = Curves.Join([Curve((0, 0), (10, 10), (20, 20)), Curve((5, 5), (15, 15))]);

        Assert.Equal([5, 10, 15], joined.Select(point => point.Step));
        Assert.All(joined, point => Assert.Equal(point.Step, point.Value.Mean, 12));
    }

    [Fact]
    public void A_seed_without_the_curve_leaves_no_curve() => Assert.Empty(Curves.Join([Curve((0, 1)), []]));

    [Fact]
    public void Long_curves_are_joined_at_a_few_hundred_steps()
    {
        var joined = Curves.Join([[.. Enumerable.Range(0, 10_000).Select(n => new MetricPoint(n, 2 * n))]]);

        Assert.InRange(joined.Count, 100, 500);
        Assert.Equal((0, 9_999), (joined[0].Step, joined[^1].Step));
        Assert.All(joined, point => Assert.Equal(2 * point.Step, point.Value.Mean, 6));
    }

    [Fact]
    public void Results_are_joined_figure_by_figure()
    {
        var summary = ResultSummary.Of([Result(0.4, 0.6, 1), Result(0.6, 0.8, 3)])!;

        Assert.Equal(0.7, summary.Score.Mean, 12);
        Assert.Equal([0.5, 0.7], summary.ScoreByStep.Select(spread => Math.Round(spread.Mean, 12)));
        Assert.Equal([0, 5], summary.Steps);
        Assert.Equal(new Spread(2, Math.Sqrt(2), 2), summary.Details["norm"]);
        Assert.Null(ResultSummary.Of([]));
    }

    [Theory]
    [InlineData(Measure.Accuracy, 0.65432, 0.0121, "65.4 % ± 1.2 %")]
    [InlineData(Measure.Error, 0.012345, 0.0011, "0.01235 ± 0.0011")]
    [InlineData(Measure.Reward, 153.2, null, "153.2")]
    public void Scores_are_written_as_people_read_them(Measure measure, double mean, double? deviation, string text) =>
        Assert.Equal(text, Figures.Score(measure, new Spread(mean, deviation, 5)));

    private static IReadOnlyList<MetricPoint> Curve(params (long Step, double Value)[] points) => [.. points.Select(p => new MetricPoint(p.Step, p.Value))];

    private static EvaluationSummary Result(double before, double after, double norm) =>
        new(Measure.Accuracy, after, 0.01, 1 - after, 100, [0, 5], [before, after], [1 - before, 1 - after], new Dictionary<string, double> { ["norm"] = norm });
}
