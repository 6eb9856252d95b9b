using System.Text.Json;
using WarpGrad.Contracts.Runs;
using WarpGrad.Web.Runs;

namespace WarpGrad.Web.Tests.Runs;

public sealed class RunStoryTests
{
    [Fact]
    public void Metrics_that_the_beginning_already_had_do_not_come_twice()
    {
        var story = new RunStory();
        // Read a moment after event 10, so up to step 30 already.
        story.Begin(10, [new MetricSeries("loss", [new(10, 3), new(20, 2), new(30, 1)])], null);

        story.Apply(Metrics(11, 20, 2));
        story.Apply(Metrics(12, 30, 1));
        story.Apply(Metrics(13, 40, 0.5));

        Assert.Equal([10, 20, 30, 40], story.Series("loss").Select(point => point.Step));
        Assert.Equal((13, 40), (story.LastEvent, story.Step));
    }

    [Fact]
    public void A_run_that_went_on_from_a_checkpoint_loses_what_came_after_it()
    {
        var story = new RunStory();
        story.Begin(10, [new MetricSeries("loss", [new(10, 3), new(20, 2)])], null);

        story.Apply(new RunEvent(Guid.Empty, 11, DateTimeOffset.UnixEpoch, RunEventKinds.Resumed, JsonSerializer.SerializeToElement(new RunResumed(10), JsonSerializerOptions.Web)));
        story.Apply(Metrics(12, 15, 2.5));

        Assert.Equal([10, 15], story.Series("loss").Select(point => point.Step));
    }

    private static RunEvent Metrics(long n, long step, double loss) => new(
        Guid.Empty, n, DateTimeOffset.UnixEpoch, RunEventKinds.Metrics,
        JsonSerializer.SerializeToElement(new RunMetrics(step, 100, new Dictionary<string, double> { ["loss"] = loss }, null), JsonSerializerOptions.Web));
}
