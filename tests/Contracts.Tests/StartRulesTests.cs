using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Tests;

/// <summary>A run starts from a model only where its learner has the model's parameters.</summary>
public sealed class StartRulesTests
{
    private static readonly RunSpec Parent = new() { Task = new TaskSpec { Dataset = Guid.NewGuid() } };

    public static TheoryData<RunSpec, string> Misfits => new()
    {
        { Parent with { Learner = new LearnerSpec { Filters = 32 } }, "learner.filters" },
        { Parent with { Learner = new LearnerSpec { Warp = WarpDesign.Scale } }, "learner.warp" },
        { Parent with { Learner = new LearnerSpec { Normalization = Normalization.Layer } }, "learner.normalization" },
        { Parent with { InnerLoop = new InnerLoopSpec { LearnedRates = LearnedRates.PerTensor } }, "innerLoop.learnedRates" },
        { Parent with { Task = new TaskSpec { Family = TaskFamily.MultiShotImages } }, "task.family" },
    };

    public static TheoryData<RunSpec> Fits =>
    [
        Parent,
        Parent with { Seed = 7, StartFrom = Guid.NewGuid(), OuterLoop = new OuterLoopSpec { MetaSteps = 9 } },
        Parent with { MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.Online } },
        Parent with { InnerLoop = new InnerLoopSpec { Steps = 9, Optimizer = OptimizerKind.Momentum } },
        Parent with { Task = new TaskSpec { Ways = 20 } },
        Parent with { Learner = new LearnerSpec { HiddenLayers = 7 } },
    ];

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_changes_the_parameters_is_refused_at_its_field(RunSpec spec, string path)
    {
        var error = Assert.Single(StartRules.Check(spec, Parent));
        Assert.Equal(path, error.Path);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void What_leaves_the_parameters_alone_is_free(RunSpec spec) => Assert.Empty(StartRules.Check(spec, Parent));

    [Fact]
    public void A_fixed_head_keeps_its_ways()
    {
        var parent = Parent with { Learner = new LearnerSpec { Head = HeadKind.Fixed } };

        Assert.Equal("task.ways", Assert.Single(StartRules.Check(parent with { Task = new TaskSpec { Ways = 20 } }, parent)).Path);
    }

    [Fact]
    public void Learned_momenta_keep_their_optimiser()
    {
        var parent = Parent with { InnerLoop = new InnerLoopSpec { LearnedRates = LearnedRates.PerTensor } };
        var other = parent with { InnerLoop = parent.InnerLoop with { Optimizer = OptimizerKind.Momentum } };

        Assert.Equal("innerLoop.optimizer", Assert.Single(StartRules.Check(other, parent)).Path);
    }

    [Fact]
    public void A_fresh_start_is_valid_and_the_field_may_stay_empty()
    {
        Assert.Empty(SpecValidator.Validate(Parent));
        Assert.Empty(SpecValidator.Validate(Parent with { StartFrom = Guid.NewGuid() }));
        Assert.Contains(SpecFields.All, field => field is { Path: "startFrom", Kind: SpecFieldKind.Reference, Optional: true, Advanced: true });
    }
}
