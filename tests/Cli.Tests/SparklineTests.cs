using WarpGrad.Cli.Runs;

namespace WarpGrad.Cli.Tests;

/// <summary>A curve in one line of text.</summary>
public sealed class SparklineTests
{
    [Theory]
    [InlineData(new double[] { }, 10, "")]
    [InlineData(new[] { 0.0, 0.5, 1.0 }, 10, "▁▅█")]
    [InlineData(new[] { 2.0, 2.0 }, 10, "▅▅")]
    [InlineData(new[] { 0.0, 0.0, 1.0, 1.0 }, 2, "▁█")]
    [InlineData(new[] { 0.0, double.NaN, 1.0 }, 3, "▁ █")]
    public void A_curve_goes_from_its_lowest_to_its_highest_value(double[] values, int width, string expected) => Assert.Equal(expected, Sparkline.Of(values, width));

    [Fact]
    public void A_chart_has_its_scale_and_the_steps_of_its_ends() => Assert.Equal(
        [
            "75 % │  █",
            "     │ ██",
            "25 % │▁██",
            "     └───",
            "      0 100",
        ],
        Sparkline.Chart([(0, 0.25), (50, 0.5833), (100, 0.75)], 60, 3, value => $"{value * 100:0} %"));
}
