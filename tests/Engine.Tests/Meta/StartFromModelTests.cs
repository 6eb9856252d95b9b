using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Meta;

/// <summary>Runs that begin with what a model learned.</summary>
public sealed class StartFromModelTests
{
    private static readonly Guid Parent = Guid.NewGuid();

    [Theory]
    [InlineData("offline exact Warp-Leap")]
    [InlineData("offline with learned rates and momenta")]
    [InlineData("fine-tuning")]
    public void Create_BeginsWithTheModelsParameters(string method)
    {
        using var model = Trained(Samples.Methods[method]);
        using var trainer = MetaTrainer.Create(Child(Samples.Methods[method]), Samples.Images(), start: model);
        using var begun = Contents(trainer);

        Assert.Equal(Bits.Of(model.Phi), Bits.Of(begun.Phi));
        Assert.Equal(Bits.Of(model.Initialization), Bits.Of(begun.Initialization));
        Assert.Equal(Bits.Of(model.Rates), Bits.Of(begun.Rates));
    }

    [Fact]
    public void Run_WithoutMetaLearning_RepeatsTheModelsResult()
    {
        using var parent = MetaTrainer.Create(Samples.Spec, Samples.Images());
        var expected = parent.Run(new QuietObserver(), CancellationToken.None);
        using var model = Contents(parent);
        using var child = MetaTrainer.Create(Child(Samples.Spec) with { MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.None } }, Samples.Images(), start: model);

        Assert.Equal(expected.TestScores, child.Run(new QuietObserver(), CancellationToken.None).TestScores);
    }

    [Fact]
    public void Run_EndsWithTheSameBytes_WhenItWasSavedAndResumedWithoutTheModel()
    {
        using var model = Trained(Samples.Spec);
        var spec = Child(Samples.Spec);
        using var whole = MetaTrainer.Create(spec, Samples.Images(), start: model);
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
        resumed.Run(new QuietObserver(), CancellationToken.None);

        Assert.Equal(State(whole), State(resumed));
    }

    [Fact]
    public void Create_TakesAModelOfOtherPrecision()
    {
        using var model = Trained(Samples.Spec);
        using var trainer = MetaTrainer.Create(Child(Samples.Spec) with { Precision = Precision.Float64 }, Samples.Images(), start: model);

        Assert.True(trainer.Run(new QuietObserver(), CancellationToken.None).Completed);
    }

    [Fact]
    public void Create_RefusesAModel_WhoseLearnerHasOtherParameters()
    {
        using var model = Trained(Samples.Spec);
        var wider = Child(Samples.Spec) with { Learner = Samples.Spec.Learner with { Filters = 5 } };
        var plain = Child(Samples.Spec) with { Learner = Samples.Spec.Learner with { Warp = WarpDesign.None } };
        var rates = Child(Samples.Spec) with { InnerLoop = Samples.Spec.InnerLoop with { LearnedRates = LearnedRates.PerTensor } };

        Assert.All(new[] { wider, plain, rates }, spec =>
        {
            var refusal = Assert.Throws<ModelMismatchException>(() => MetaTrainer.Create(spec, Samples.Images(), start: model));
            Assert.StartsWith("The model to start from has other layers: ", refusal.Message, StringComparison.Ordinal);
        });
    }

    private static RunSpec Child(RunSpec spec) => spec with { StartFrom = Parent };

    private static ModelContents Trained(RunSpec spec)
    {
        using var trainer = MetaTrainer.Create(spec, Samples.Images());
        trainer.Run(new QuietObserver(), CancellationToken.None);
        return Contents(trainer);
    }

    private static ModelContents Contents(MetaTrainer trainer)
    {
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        file.Position = 0;
        return WarpCheckpoint.ReadModel(file);
    }

    private static byte[] State(MetaTrainer trainer)
    {
        using var state = new MemoryStream();
        trainer.WriteState(state);
        return state.ToArray();
    }
}
