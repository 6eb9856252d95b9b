using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Tests.Charts;

public sealed class AxisTests
{
    private static readonly double[] Ends =
    [
        0, 0.3, 1, 7e5, 1e16, 1e150, 1.797e308, double.MaxValue, double.PositiveInfinity, double.Epsilon, 1e-300, -0.3, -1e16, -1e300, double.MinValue, double.NegativeInfinity, double.NaN,
    ];

    public static TheoryData<double> Lows => new(Ends);

    [Theory]
    [MemberData(nameof(Lows))]
    public void Every_range_gives_an_axis_with_few_ticks_on_which_every_number_has_its_place(double low) => Assert.All(Ends, high =>
    {
        Axis[] linear = [Axis.Rounded(low, high, 5), Axis.Exact(low, high, 5), Axis.Exact(low, high, 5, whole: true)];
        Assert.All(linear, axis => Assert.InRange(axis.Ticks.Count, 0, 10));
        Assert.All([.. linear, Axis.Logs(low, high)], axis =>
        {
            Assert.True(double.IsFinite(axis.Min) && double.IsFinite(axis.Max) && axis.Min < axis.Max);
            Assert.InRange(axis.Ticks.Count, 0, 400);
            Assert.InRange(axis.TicksFor(6).Count(), 0, 6);
            Assert.All(Ends.Where(double.IsFinite), value => Assert.False(double.IsNaN(axis.Share(value))));
        });
    });

    [Fact]
    public void Ends_and_ticks_are_round_numbers()
    {
        var axis = Axis.Rounded(0.03, 0.97, 5);
        Assert.Equal((0.0, 1.0), (axis.Min, axis.Max));
        Assert.Equal(["0", "0.2", "0.4", "0.6", "0.8", "1"], axis.Ticks.Select(tick => tick.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
