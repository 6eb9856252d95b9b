using WarpGrad.Jobs.Adaptations;

namespace WarpGrad.Jobs.Tests;

/// <summary>Wilson's interval against values of the literature.</summary>
public sealed class WilsonTests
{
    // E. B. Wilson's formula without continuity correction, as tabulated by Newcombe (1998), table I.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_is_that_of_the_literature(int successes, int trials, double low, double high)
    {
        var interval = Wilson.Interval95(successes, trials);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }
}
