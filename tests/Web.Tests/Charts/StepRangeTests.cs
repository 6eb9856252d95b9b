using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Tests.Charts;

public sealed class StepRangeTests
{
    private static readonly StepRange Whole = new(0, 1000);

    [Fact]
    public void Zooming_in_keeps_a_step_where_it_is() => Assert.Equal(new StepRange(100, 600), Whole.Scaled(0.5, 200, Whole));

    [Fact]
    public void Zooming_out_ends_at_the_whole() => Assert.Null(new StepRange(100, 800).Scaled(2, 450, Whole));

    [Fact]
    public void Zooming_out_at_the_edge_stays_within() => Assert.Equal(new StepRange(0, 150), new StepRange(0, 100).Scaled(2, 50, Whole));

    [Fact]
    public void A_stretch_has_two_steps_at_least()
    {
        var range = Whole;
        for (var i = 0; i < 30; i++)
            range = range.Scaled(0.5, 1000, Whole)!;
        Assert.Equal(new StepRange(998, 1000), range);
    }
}
