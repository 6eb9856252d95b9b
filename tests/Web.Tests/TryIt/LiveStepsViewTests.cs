using Bunit;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Web.TryIt;

namespace WarpGrad.Web.Tests.TryIt;

/// <summary>An adaptation under way.</summary>
public sealed class LiveStepsViewTests : Page
{
    [Fact]
    public void The_newest_step_is_shown_with_its_loss_and_answers_whose_bars_keep_their_places()
    {
        var live = new LiveAdaptation(200, []);
        live.Steps.Add(Step(3, 1.5, cat: 0.6));
        var view = Render<LiveStepsView>(parameters => parameters.Add(v => v.Adaptation, live).Add(v => v.Count, 1));
        Assert.Equal("Step 3 of 200: the loss on the examples is 1.5.", view.Find("[data-testid=tryit-live-step]").TextContent);
        Assert.Equal(["cat 60 %", "dog 40 %"], Bars());

        live.Steps.Add(Step(50, 0.25, cat: 0.1));
        view.Render(parameters => parameters.Add(v => v.Count, 2));

        Assert.Equal("Step 50 of 200: the loss on the examples is 0.25.", view.Find("[data-testid=tryit-live-step]").TextContent);
        Assert.Equal("dog", view.Find("[data-testid=tryit-prediction]").GetAttribute("data-label"));
        Assert.Equal(["cat 10 %", "dog 90 %"], Bars());

        IEnumerable<string> Bars() => view.FindAll(".bar").Select(bar => $"{bar.QuerySelector("[title]")!.TextContent} {bar.QuerySelector(".num")!.TextContent}".Replace('\u00a0', ' ').Replace('\u202f', ' '));
    }

    [Fact]
    public void A_step_without_predictions_shows_how_far_it_is()
    {
        var live = new LiveAdaptation(10, []);
        live.Steps.Add(new TracedStep(4, 0.5, []));

        var view = Render<LiveStepsView>(parameters => parameters.Add(v => v.Adaptation, live).Add(v => v.Count, 1));

        Assert.Contains("Step 4 of 10", view.Find("[data-testid=tryit-live-step]").TextContent, StringComparison.Ordinal);
        Assert.Empty(view.FindAll("[data-testid=tryit-prediction]"));
    }

    private static TracedStep Step(int step, double loss, double cat) =>
        new(step, loss, [new Prediction("q", cat > 0.5 ? "cat" : "dog", new Dictionary<string, double> { ["cat"] = cat, ["dog"] = 1 - cat })]);
}
