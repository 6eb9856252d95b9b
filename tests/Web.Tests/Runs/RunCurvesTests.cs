using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Runs;

namespace WarpGrad.Web.Tests.Runs;

public sealed class RunCurvesTests : Page
{
    public RunCurvesTests() => Services.AddSingleton(TimeProvider.System);

    [Fact]
    public void Curves_whose_past_is_not_read_yet_do_not_say_that_nothing_was_measured()
    {
        var story = new RunStory();
        var curves = Render<RunCurves>(set => set.Add(c => c.Story, story).Add(c => c.Run, Guid.NewGuid()).Add(c => c.Name, "first try").Add(c => c.Measure, Measure.Accuracy));
        Assert.All(curves.FindAll(".chart-empty"), empty => Assert.Equal("Loading", empty.TextContent));

        story.Begin(10, [new MetricSeries(MetricNames.ValidationAfter(Measure.Accuracy), [new(10, 0.5), new(20, 0.6)])], null);
        curves.Render();
        Assert.Equal("2", curves.Find("[data-testid=chart-accuracy]").GetAttribute("data-points"));
        Assert.Equal("Nothing measured yet.", curves.Find("[data-testid=chart-loss] .chart-empty").TextContent);
    }
}
