using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Runs;

namespace WarpGrad.Web.Tests.Runs;

public sealed class RunCurvesTests : Page
{
    private readonly Answers _server = new();

    public RunCurvesTests() => Services.AddSingleton(TimeProvider.System)
        .AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }));

    [Fact]
    public async Task A_run_that_is_taken_out_of_the_charts_before_it_was_read_is_no_failure()
    {
        var (other, story) = (Things.Run("other"), new RunStory());
        _server[$"GET runs/{other.Id}"] = new TaskCompletionSource<object>().Task;
        var curves = Render<RunCurves>(set => set.Add(c => c.Story, story).Add(c => c.Run, Guid.NewGuid()).Add(c => c.Name, "first try").Add(c => c.Measure, Measure.Error).Add(c => c.Others, [other]));

        curves.Render(set => set.Add(c => c.Others, []));

        await Task.Delay(50);
        Assert.Empty(Services.GetRequiredService<MudBlazor.ISnackbar>().ShownSnackbars);
    }

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
