using Bunit;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Tests.Charts;

public sealed class SparklineTests : Page
{
    [Fact]
    public void Says_in_words_what_it_shows()
    {
        var line = Show(Measure.Accuracy, [0, 5], [0.2, 0.9]);
        Assert.Equal("Accuracy on test tasks while adapting: 20.0 % before, 90.0 % after 5 steps", line.Find("svg").GetAttribute("aria-label")!.Replace('\u202f', ' '));
    }

    [Fact]
    public void Better_accuracy_lies_higher_and_smaller_error_lower()
    {
        Assert.True(End(Show(Measure.Accuracy, [0, 1], [0.2, 0.9])) < End(Show(Measure.Accuracy, [0, 1], [0.2, 0.3])));
        Assert.True(End(Show(Measure.Error, [0, 1], [4, 0.1])) > End(Show(Measure.Error, [0, 1], [4, 3])));
    }

    [Fact]
    public void A_single_score_is_no_curve() => Assert.Empty(Show(Measure.Reward, [0], [5]).FindAll("svg"));

    private static double End(IRenderedComponent<Sparkline> line) =>
        double.Parse(line.Find("circle").GetAttribute("cy")!, System.Globalization.CultureInfo.InvariantCulture);

    private IRenderedComponent<Sparkline> Show(Measure measure, int[] steps, double[] scores) => Render<Sparkline>(parameters => parameters
        .Add(line => line.Result, new EvaluationSummary(measure, scores[^1], 0.01, 1, 100, steps, scores, scores, new Dictionary<string, double>())));
}
