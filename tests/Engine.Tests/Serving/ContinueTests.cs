using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tests.Families;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Serving;

/// <summary>Going on from an adaptation, stopping early, and doing all of it again.</summary>
public sealed class ContinueTests
{
    public static TheoryData<HeadKind, Normalization, int> Learners { get; } = new()
    {
        { HeadKind.Proto, Normalization.Layer, 0 },
        { HeadKind.Shared, Normalization.Running, 0 },
        { HeadKind.Fixed, Normalization.Support, 2 },
    };

    [Theory]
    [MemberData(nameof(Learners))]
    public void Rounds_done_again_end_at_the_same_bits(HeadKind head, Normalization normalization, int copies)
    {
        var data = Samples.Images();
        using var model = ServedModels.Train(
            Samples.Spec with
            {
                Learner = Samples.Spec.Learner with { Head = head, Normalization = normalization },
                InnerLoop = new InnerLoopSpec { Steps = 2, Optimizer = OptimizerKind.Momentum, SupportCopies = copies },
            }, data);
        var (first, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 1);
        var (more, moreLabels) = ServedModels.Support(data, ClassSplit.Test, 3, 2, skip: 1);
        byte[] all = [.. first, .. more];
        int[] allLabels = [.. labels, .. moreLabels];

        float[][] Predict()
        {
            using var begun = model.Adapt(first, labels, 3, new AdaptationOptions());
            using var further = model.Continue(begun, all, allLabels, 3, new AdaptationOptions(Steps: 4));
            Assert.Equal(5, further.SupportLoss.Count);
            return further.Predict(data[data.Classes[^1].FirstImage]);
        }

        Assert.Equal(Predict()[0], Predict()[0]);
    }

    [Fact]
    public void Going_on_with_the_same_examples_is_like_adapting_longer_without_a_state()
    {
        var data = Samples.Images();
        using var model = ServedModels.Train(Samples.Spec with { InnerLoop = new InnerLoopSpec { Steps = 2 } }, data);
        var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 2);
        using var once = model.Adapt(support, labels, 3, new AdaptationOptions(Steps: 5));
        using var begun = model.Adapt(support, labels, 3, new AdaptationOptions(Steps: 2));
        using var further = model.Continue(begun, support, labels, 3, new AdaptationOptions(Steps: 3));

        Assert.Equal(once.SupportLoss.Skip(2), further.SupportLoss);
        Assert.Equal(once.Predict(data[0])[0], further.Predict(data[0])[0]);
    }

    [Fact]
    public void Adapting_stops_before_the_step_whose_loss_is_low_enough()
    {
        var data = Samples.Images();
        using var model = ServedModels.Train(Samples.Spec, data);
        var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 2);
        using var whole = model.Adapt(support, labels, 3, new AdaptationOptions(Steps: 20));
        var enough = (whole.SupportLoss[7] + whole.SupportLoss.Take(7).Min()) / 2;
        Assert.True(whole.SupportLoss[7] < whole.SupportLoss.Take(7).Min(), "The loss falls from step to step here.");

        using var stopped = model.Adapt(support, labels, 3, new AdaptationOptions(Steps: 20, StopBelow: enough));

        Assert.Equal(8, stopped.SupportLoss.Count);
        Assert.Equal(whole.SupportLoss.Take(7), stopped.SupportLoss.Take(7));
        // The loss at the end comes from another pass, without a graph.
        Assert.Equal(whole.SupportLoss[7], stopped.SupportLoss[7], 5);
    }

    [Fact]
    public void A_curve_goes_on_from_where_it_is()
    {
        using var model = ServedModels.Train(FamilySamples.Specs[TaskFamily.Sinusoids], null);
        CurveExample[] points = [.. Enumerable.Range(0, 8).Select(i => new CurveExample(i - 4, Math.Sin(i - 4)))];
        using var once = CurveFitting.Fit(model, points, new AdaptationOptions(Steps: 9));
        using var begun = CurveFitting.Fit(model, points, new AdaptationOptions(Steps: 4));
        using var further = CurveFitting.Fit(model, points, new AdaptationOptions(Steps: 5), begun);

        Assert.Equal(once.Predict([0.5]), further.Predict([0.5]));
        Assert.Equal(once.Losses.Skip(4), further.Losses);
    }

    [Fact]
    public void Each_example_is_judged_by_the_others_alone()
    {
        var data = Samples.Images();
        using var model = ServedModels.Train(Samples.Spec, data);
        var (support, labels) = ServedModels.Support(data, ClassSplit.Test, 3, 3);

        var predicted = CrossValidation.Predict(model, support, labels, 3, CrossValidation.Singles(9), new AdaptationOptions());

        var size = data.Image.Size;
        for (var held = 0; held < labels.Length; held++)
        {
            byte[] rest = [.. support[..(held * size)], .. support[((held + 1) * size)..]];
            using var adapted = model.Adapt(rest, [.. labels.Where((_, i) => i != held)], 3, new AdaptationOptions());
            var probabilities = adapted.Predict(support.AsSpan(held * size, size))[0];
            Assert.Equal(Array.IndexOf(probabilities, probabilities.Max()), predicted[held]);
        }
    }

    [Fact]
    public void Folds_leave_every_class_something_to_learn_from()
    {
        int[] labels = [0, 0, 0, 0, 1, 1, 2, 2, 2];

        var folds = CrossValidation.Stratified(labels, 5);

        Assert.Equal(2, folds.Max() + 1);
        foreach (var fold in folds.Distinct())
            Assert.Equal([0, 1, 2], labels.Where((_, i) => folds[i] != fold).Distinct().Order());
    }
}
