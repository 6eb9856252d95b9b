using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Families;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Meta;

/// <summary>What a run measures on test tasks at its end.</summary>
public sealed class FinalTestTests
{
    private static readonly RunSpec Sinusoid = FamilySamples.Specs[TaskFamily.Sinusoids] with
    {
        InnerLoop = new InnerLoopSpec { Steps = 5, LearningRate = 0.02 },
        OuterLoop = Samples.Spec.OuterLoop with { MetaSteps = 1 },
    };

    [Fact]
    public void Test_GoesOnBeyondTheStepsOfTraining_AndIsTheSameUpToThere()
    {
        var asTrained = Test(Sinusoid).Test!;
        var longer = Test(Sinusoid with { Evaluation = Sinusoid.Evaluation with { Steps = 10 } }).Test!;

        Assert.Equal(Enumerable.Range(0, 11), longer.Steps);
        Assert.Equal(11, longer.ScoreByStep.Count);
        Assert.Equal(asTrained.ScoreByStep, longer.ScoreByStep.Take(6));
        Assert.Equal(longer.ScoreByStep[^1], longer.Score);
    }

    [Fact]
    public void Test_TakesStepsWhereTrainingTakesNone()
    {
        var spec = Samples.Methods["ProtoNet"] with { Evaluation = Samples.Spec.Evaluation with { Steps = 2 } };

        Assert.Equal([0, 1, 2], Test(spec).Test!.Steps);
    }

    [Fact]
    public void Test_TakesTheStepsOfTraining_InFamiliesWhoseTasksAreDividedByThem()
    {
        var spec = FamilySamples.Specs[TaskFamily.ContinualSines];

        Assert.Equal(spec.InnerLoop.Steps, Test(spec with { Evaluation = spec.Evaluation with { Steps = 3 } }).Test!.Steps[^1]);
    }

    [Fact]
    public void Test_GivesTheScoreOfEveryTask_WhoseMeanIsTheResult()
    {
        var result = Test(Sinusoid);

        Assert.Equal(Sinusoid.Evaluation.FinalTasks, result.TestScores!.Length);
        Assert.Equal(result.Test!.Score, result.TestScores.Average(), 1e-12);
        Assert.True(result.TestScores.Distinct().Count() > 1);
    }

    [Fact]
    public void Test_MeetsTheSameTasks_WhateverTheMethod()
    {
        // Without adaptation and training, every method of one learner is the same.
        var still = Sinusoid with { InnerLoop = Sinusoid.InnerLoop with { LearningRate = 0 } };
        var leap = still with { MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.None } };

        Assert.Equal(Test(still with { OuterLoop = Frozen(still.OuterLoop) }).TestScores, Test(leap).TestScores);
        Assert.Equal(Test(Sinusoid).TestScores!.Length, Test(leap).TestScores!.Length);
    }

    [Fact]
    public void Test_MeasuresOtherNumbersOfShots_WithoutChangingTheResult()
    {
        var plain = Test(Sinusoid).Test!;
        var curve = Test(Sinusoid with { Evaluation = Sinusoid.Evaluation with { MostShots = 20 } }).Test!;

        Assert.Equal(plain.ScoreByStep, curve.ScoreByStep);
        Assert.Empty(ResultDetails.ShotCurve(plain, Sinusoid.Task.Shots));
        var points = ResultDetails.ShotCurve(curve, Sinusoid.Task.Shots);
        Assert.Equal(new[] { 1, 2, 5, 10, 20 }.Append(Sinusoid.Task.Shots).Distinct().Order(), points.Select(point => point.Shots));
        Assert.All(points, point => Assert.True(double.IsFinite(point.Score) && point.Interval95 > 0));
    }

    [Fact]
    public void Test_AtTheShotsOfTraining_IsTheResultOfARunWithThoseShots()
    {
        // Without meta-training, only the test tasks differ between two runs of other shots.
        var still = Sinusoid with { MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.None } };
        var five = Test(still with { Task = still.Task with { Shots = 5 } }).Test!;
        var two = Test(still with { Task = still.Task with { Shots = 2 }, Evaluation = still.Evaluation with { MostShots = 5 } }).Test!;

        Assert.Equal(five.Score, two.Details[ResultDetails.Shots(5)]);
        Assert.Equal(five.Interval95, two.Details[ResultDetails.ShotsInterval(5)]);
    }

    [Fact]
    public void Test_MeasuresMoreShots_ThanTheOtherSplitsHaveImagesFor()
    {
        var images = Samples.Images();
        var few = new PackedImages(
            images.Pixels, images.Image.Channels, images.Image.Height, images.Image.Width,
            [.. images.Classes.Select(c => c.Split == ClassSplit.Test ? c : c with { ImageCount = 3 })], "few images but for tests");
        using var trainer = MetaTrainer.Create(Samples.Spec with { Evaluation = Samples.Spec.Evaluation with { MostShots = 2 } }, few, workers: 1);

        var test = trainer.Run(new QuietObserver(), CancellationToken.None).Test!;

        Assert.Equal([1, 2], ResultDetails.ShotCurve(test, Samples.Spec.Task.Shots).Select(point => point.Shots));
    }

    [Fact]
    public void Fine_tuning_trains_on_tasks_of_many_shots_as_well()
    {
        var spec = FamilySamples.Specs[TaskFamily.MultiShotImages];
        var tuned = spec with
        {
            Learner = spec.Learner with { Warp = WarpDesign.None },
            MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.FineTuning, Initialization = InitializationObjective.None },
        };

        Assert.NotEqual(Test(tuned).Test!.Loss, Test(tuned with { OuterLoop = Frozen(tuned.OuterLoop) }).Test!.Loss);
    }

    private static OuterLoopSpec Frozen(OuterLoopSpec spec) => spec with
    {
        Warp = spec.Warp with { LearningRate = 0 },
        Initialization = spec.Initialization with { LearningRate = 0 },
    };

    private static TrainingResult Test(RunSpec spec)
    {
        using var trainer = MetaTrainer.Create(spec, FamilySamples.Data(spec.Task.Family), workers: 1);
        return trainer.Run(new QuietObserver(), CancellationToken.None);
    }
}
