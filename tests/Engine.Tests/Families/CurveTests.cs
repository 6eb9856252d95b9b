using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tasks.Curves;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Families;

/// <summary>Sinusoids and continual sines.</summary>
public sealed class CurveTests
{
    [Fact]
    public void Amplitude_and_phase_lie_in_their_ranges()
    {
        var spec = new SinusoidSpec { SmallestAmplitude = 0.1, LargestAmplitude = 5 };
        for (var n = 0; n < 200; n++)
        {
            var term = Assert.Single(SineCurve.Draw(spec, RandomStream.Derive(1, StreamPurpose.TrainTask, n)).Terms);
            Assert.InRange(term.Amplitude, 0.1, 5);
            Assert.InRange(term.Phase, 0, Math.PI);
            Assert.Equal(1, term.Frequency);
        }
    }

    [Fact]
    public void Sub_tasks_are_consecutive_equal_intervals() =>
        Assert.Equal([-5, -3, -1, 1, 3, 5], Intervals.Bounds(new ContinualSpec()).Select(bound => Math.Round(bound, 9)));

    [Fact]
    public void Adaptation_fits_a_callers_points_and_longer_adaptation_fits_them_better()
    {
        using var model = Trained(TaskFamily.Sinusoids);
        CurveExample[] examples = [.. Enumerable.Range(0, 12).Select(i => new CurveExample(i * 0.7 - 4, Math.Sin(i * 0.7 - 4)))];
        AdaptedCurve Fit(int steps) => CurveFitting.Fit(model, examples, new AdaptationOptions(steps, 0.02));
        using AdaptedCurve start = Fit(0), some = Fit(20), many = Fit(200);
        Assert.Single(start.Losses);
        Assert.Equal(21, some.Losses.Count);
        Assert.True(many.Losses[^1] < some.Losses[^1] && some.Losses[^1] < start.Losses[^1]);
        Assert.Equal(2, some.Predict([0, 1]).Length);
        Assert.Equal(examples.Select(point => point.X), some.Picture.SupportX);
    }

    [Fact]
    public void A_continual_model_learns_the_callers_parts_in_their_order()
    {
        using var model = Trained(TaskFamily.ContinualSines);
        CurveExample[] examples = [new(2, 1, Part: 7), new(-4, -1, Part: 3), new(2.5, 1, Part: 7)];
        using var fitted = CurveFitting.Fit(model, examples, new AdaptationOptions(Steps: 10));
        Assert.Equal([0, 5, 10], fitted.Picture.Fits.Select(fit => fit.Step));

        // Part 3 comes first: its points alone decide the first step.
        using var alone = CurveFitting.Fit(model, [examples[1]], new AdaptationOptions(Steps: 10));
        Assert.Equal(alone.Losses[0], fitted.Losses[0]);
        Assert.NotEqual(alone.Losses[5], fitted.Losses[5]);
    }

    [Fact]
    public void More_parts_than_steps_are_refused()
    {
        using var model = Trained(TaskFamily.ContinualSines);
        Assert.Throws<ArgumentException>(() => CurveFitting.Fit(model, [new(0, 0, 0), new(1, 0, 1)], new AdaptationOptions(Steps: 1)));
    }

    [Fact]
    public void The_forgetting_matrix_has_a_row_and_a_column_for_every_sub_task()
    {
        var spec = FamilySamples.Specs[TaskFamily.ContinualSines];
        using var trainer = MetaTrainer.Create(spec, null);
        var observer = new QuietObserver();
        var result = trainer.Run(observer, CancellationToken.None).Test!;
        var picture = Assert.IsType<StreamPicture>(observer.Pictures[^1]);
        Assert.Equal(spec.Task.Continual.SubTasks, picture.Losses.Count);
        Assert.All(picture.Losses, row => Assert.Equal(spec.Task.Continual.SubTasks, row.Count));
        Assert.All(picture.Stream, series => Assert.Equal(picture.Steps.Count, series.Count));
        Assert.Equal(["best", "earlier", "forgetting", "last"], result.Details.Keys.Order());
        Assert.True(result.Details["forgetting"] >= 1);
    }

    private static WarpModel Trained(TaskFamily family)
    {
        using var trainer = MetaTrainer.Create(FamilySamples.Specs[family], null);
        trainer.Run(new QuietObserver(), CancellationToken.None);
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        file.Position = 0;
        return WarpModel.Read(file);
    }
}
