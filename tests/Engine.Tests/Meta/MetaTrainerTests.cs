using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Meta;

/// <summary>Whole runs: repeatable to the bit, independent of threads, flat in memory.</summary>
[Collection(AloneCollection.Name)]
public sealed class MetaTrainerTests
{
    /// <summary>One spec per algorithm and part that keeps state of its own.</summary>
    public static TheoryData<string> Methods => [.. Samples.Methods.Keys];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Run_EndsWithTheSameBytes_WhenItWasSavedAndResumed(string method)
    {
        var spec = Samples.Methods[method];
        using var whole = MetaTrainer.Create(spec, Samples.Images());
        using var half = new MemoryStream();
        whole.Run(
            new QuietObserver((step, trainer) =>
            {
                if (step == 2)
                    trainer.WriteState(half);
            }),
            CancellationToken.None);

        half.Position = 0;
        using var resumed = MetaTrainer.Resume(spec, Samples.Images(), half);
        Assert.Equal(2, resumed.Step);
        resumed.Run(new QuietObserver(), CancellationToken.None);

        Assert.Equal(State(whole), State(resumed));
    }

    [Fact]
    public void Run_GoesOnToTheSameEnd_AfterAStopAtAMetaStep()
    {
        using var whole = MetaTrainer.Create(Samples.Spec, Samples.Images());
        whole.Run(new QuietObserver(), CancellationToken.None);
        using var inParts = MetaTrainer.Create(Samples.Spec, Samples.Images());

        var part = inParts.Run(new QuietObserver(), CancellationToken.None, until: 2);
        Assert.Equal((2L, false), (part.Step, part.Completed));
        var end = inParts.Run(new QuietObserver(), CancellationToken.None, until: whole.Step);

        Assert.True(end.Completed);
        Assert.Equal(State(whole), State(inParts));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Run_ChangesWhatItMetaLearns_AndNothingElse(string method)
    {
        var spec = Samples.Methods[method];
        using var trainer = MetaTrainer.Create(spec, Samples.Images());
        var before = Model(trainer);
        trainer.Run(new QuietObserver(), CancellationToken.None);
        var after = Model(trainer);
        var meta = spec.MetaLearner;
        Assert.Equal(meta.Algorithm != MetaAlgorithm.FineTuning, Changed("warp."));
        Assert.Equal(meta.Initialization != InitializationObjective.None || meta.Algorithm == MetaAlgorithm.FineTuning, Changed("init."));
        Assert.Equal(spec.InnerLoop.LearnedRates != LearnedRates.None, Changed("inner."));

        bool Changed(string prefix) => before.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Any(name => !before[name].SequenceEqual(after[name]));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Model_AdaptsToATask(string method)
    {
        using var trainer = MetaTrainer.Create(Samples.Methods[method], Samples.Images());
        trainer.Run(new QuietObserver(), CancellationToken.None);
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        file.Position = 0;
        using var model = WarpModel.Read(file);
        var images = Samples.Images();
        byte[] support = [.. images[0], .. images[6], .. images[12]];
        using var adapted = model.Adapt(support, [0, 1, 2], 3, new AdaptationOptions());
        var probabilities = adapted.Predict(support);
        Assert.All(probabilities, row => Assert.Equal(1, row.Sum(), 1e-4));
        Assert.All(adapted.SupportLoss, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void Pretraining_IsTheProtoNet_AndLeavesLearnedRatesAlone()
    {
        var spec = Samples.Methods["offline Warp-Leap after pretraining"];
        var plain = spec with
        {
            MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.Online, Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Maml },
            InnerLoop = spec.InnerLoop with { Steps = 0 },
        };
        using var pretrained = MetaTrainer.Create(spec with { MetaLearner = spec.MetaLearner with { Pretraining = 1 } }, Samples.Images());
        using var proto = MetaTrainer.Create(plain, Samples.Images());
        var rates = Model(pretrained).Where(entry => entry.Key.StartsWith("inner.", StringComparison.Ordinal)).ToDictionary();
        pretrained.Run(new QuietObserver(), CancellationToken.None);
        proto.Run(new QuietObserver(), CancellationToken.None);

        var after = Model(pretrained);
        Assert.Equal(Model(proto), after);
        Assert.NotEmpty(rates);
        Assert.All(rates, entry => Assert.Equal(entry.Value, after[entry.Key]));
    }

    [Fact]
    public void Run_EndsWithTheSameBytes_OnOneAndOnFourThreads()
    {
        using var one = MetaTrainer.Create(Samples.Spec, Samples.Images(), workers: 1);
        using var four = MetaTrainer.Create(Samples.Spec, Samples.Images(), workers: 4);
        one.Run(new QuietObserver(), CancellationToken.None);
        four.Run(new QuietObserver(), CancellationToken.None);

        Assert.Equal(State(one), State(four));
    }

    [Fact]
    public void Step_JudgesByTheStatisticsOfAdaptationAlone_WhateverTheObjectiveMeasuresBesides()
    {
        (Adaptation.Judgement, Adaptation.Judgement) Judged(InitializationObjective initialization)
        {
            var spec = Samples.Spec with
            {
                Learner = Samples.Spec.Learner with { Normalization = Normalization.Running },
                MetaLearner = new MetaLearnerSpec { Initialization = initialization },
            };
            var learner = ImageLearner.Create(spec, Samples.Image);
            var meta = MetaLearner.Create(spec, learner, classes: 0, workers: 1);
            using var task = Samples.Tensors(spec);
            using var state = meta.Start(torch.ScalarType.Float64);
            var step = meta.Step(state, [new ImageTask(learner, task)], progress: 0, judge: true);
            step.State.Dispose();
            return step.Judgements[0];
        }

        // Leap takes the loss at the end of the path, its simplified form does not.
        Assert.Equal(Judged(InitializationObjective.SimplifiedLeap), Judged(InitializationObjective.Leap));
    }

    [Fact]
    public void Run_LeavesNoTensorBehind_HoweverLongItRuns()
    {
        // What other tests left to the collector must not be collected in the middle of this one.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = torch.Tensor.TotalCount;
        var spec = Samples.Spec with { OuterLoop = Samples.Spec.OuterLoop with { MetaSteps = 30 } };
        var counts = new List<long>();
        using (var trainer = MetaTrainer.Create(spec, Samples.Images(), workers: 1))
            trainer.Run(new QuietObserver((_, _) => counts.Add(torch.Tensor.TotalCount)), CancellationToken.None);

        Assert.True(counts.Count > 10);
        Assert.Single(counts.Skip(1).Distinct());
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static Dictionary<string, byte[]> Model(MetaTrainer trainer)
    {
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        file.Position = 0;
        var header = SafetensorsHeader.Read(file);
        return Safetensors.ReadData(file, header).ToDictionary(pair => pair.Key, pair => pair.Value.bytes.ToArray());
    }

    private static byte[] State(MetaTrainer trainer)
    {
        using var state = new MemoryStream();
        trainer.WriteState(state);
        return state.ToArray();
    }
}

/// <summary>Tests that count the process's tensors, and so must not share it with others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
