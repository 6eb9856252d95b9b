using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tests.Families;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Serving;

/// <summary>Predictions on the way of adaptation, and adaptation without warps.</summary>
public sealed class TraceTests
{
    public static TheoryData<HeadKind, Normalization, double?> Learners { get; } = new()
    {
        { HeadKind.Proto, Normalization.Layer, null },
        { HeadKind.Shared, Normalization.Running, null },
        { HeadKind.Shared, Normalization.Running, 1e9 },
        { HeadKind.Fixed, Normalization.Support, null },
        { HeadKind.Proto, Normalization.Transductive, null },
    };

    [Theory]
    [MemberData(nameof(Learners))]
    public void Every_traced_prediction_is_the_answer_after_as_many_steps_to_the_bit(HeadKind head, Normalization normalization, double? stopBelow)
    {
        var data = Samples.Images();
        using var model = ServedModels.Train(Samples.Spec with { Learner = Samples.Spec.Learner with { Head = head, Normalization = normalization } }, data);
        var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 2);
        var (queries, _) = ServedModels.Support(data, ClassSplit.Test, 3, 2, skip: 2);
        var options = new AdaptationOptions(Steps: 4, StopBelow: stopBelow);

        var seen = new List<(int Step, double Loss, float[][] Probabilities)>();

        using var traced = model.Trace(support, labels, 3, queries, options, seen: (step, loss, probabilities) => seen.Add((step, loss, probabilities)));

        Assert.Equal(traced.SupportLoss.Count, traced.Trace.Count);
        Assert.Equal(traced.SupportLoss.SkipLast(1).Index().Select(loss => (loss.Index, loss.Item, traced.Trace[loss.Index])), seen);
        Assert.Equal(stopBelow is null ? 5 : 1, traced.Trace.Count);
        Assert.Equal(Predict(options), traced.Trace[^1]);
        if (stopBelow is null)
            for (var steps = 0; steps <= 4; steps++)
                Assert.Equal(Predict(options with { Steps = steps }), traced.Trace[steps]);

        float[][] Predict(AdaptationOptions how)
        {
            using var adapted = model.Adapt(support, labels, 3, how);
            Assert.Empty(adapted.Trace);
            return adapted.Predict(queries);
        }
    }

    [Theory]
    [InlineData(TaskFamily.Sinusoids)]
    [InlineData(TaskFamily.ContinualSines)]
    public void A_traced_curve_has_its_values_after_every_step_to_the_bit(TaskFamily family)
    {
        using var model = ServedModels.Train(FamilySamples.Specs[family], null);
        CurveExample[] points = [.. Enumerable.Range(0, 8).Select(i => new CurveExample(i - 4, Math.Sin(i - 4)))];
        double[] queries = [-1.5, 0.5, 2];

        var seen = new List<(int Step, double Loss, double[] Outputs)>();

        using var traced = CurveFitting.Fit(
            model, points, new AdaptationOptions(Steps: 3), traced: queries, seen: (step, loss, outputs) => seen.Add((step, loss, outputs)));

        Assert.Equal(traced.Losses.Take(3).Index().Select(loss => (loss.Index, loss.Item, traced.Trace[loss.Index])), seen);
        Assert.Equal([0, 1, 2, 3], traced.Picture.Fits.Select(fit => fit.Step));
        for (var steps = 0; steps <= 3; steps++)
        {
            using var fitted = CurveFitting.Fit(model, points, new AdaptationOptions(Steps: steps));
            Assert.Equal(fitted.Predict(queries), traced.Trace[steps]);
        }
    }

    [Fact]
    public void Without_warps_a_model_adapts_like_one_whose_warps_are_the_identity()
    {
        var data = Samples.Images();
        var identity = Samples.Spec with
        {
            Learner = Samples.Spec.Learner with { WarpStart = WarpStart.Identity },
            MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.None },
        };
        using var untrained = ServedModels.Train(identity, data);
        using var trained = ServedModels.Train(Samples.Spec, data);

        Assert.Equal(Predict(untrained, true), Predict(untrained, false));
        Assert.NotEqual(Predict(trained, true), Predict(trained, false));

        float[] Predict(WarpModel model, bool warped)
        {
            var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 2);
            using var adapted = model.Adapt(support, labels, 3, new AdaptationOptions(Steps: 3, Warped: warped));
            return adapted.Predict(data[data.Classes[^1].FirstImage])[0];
        }
    }

    [Fact]
    public void A_curve_is_fitted_without_warps_too()
    {
        using var model = ServedModels.Train(FamilySamples.Specs[TaskFamily.Sinusoids], null);
        CurveExample[] points = [.. Enumerable.Range(0, 8).Select(i => new CurveExample(i - 4, Math.Sin(i - 4)))];

        using var warped = CurveFitting.Fit(model, points, new AdaptationOptions());
        using var plain = CurveFitting.Fit(model, points, new AdaptationOptions(Warped: false));

        Assert.NotEqual(warped.Losses, plain.Losses);
        Assert.True(plain.Losses[^1] < plain.Losses[0], "Plain gradients lower the loss as well.");
    }
}
