using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Tests;

public class BudgetRulesTests
{
    private static RunSpec Spec(int metaSteps = 100, double maxMinutes = 0, int metaBatch = 4) =>
        new() { OuterLoop = new OuterLoopSpec { MetaSteps = metaSteps, MaxMinutes = maxMinutes, MetaBatch = metaBatch } };

    [Fact]
    public void A_time_limit_ended_training_only_where_steps_were_left()
    {
        Assert.True(BudgetRules.EndedByTime(Spec(maxMinutes: 5), 99));
        Assert.False(BudgetRules.EndedByTime(Spec(maxMinutes: 5), 100));
        Assert.False(BudgetRules.EndedByTime(Spec(), 100));
        Assert.False(BudgetRules.EndedByTime(Spec(maxMinutes: 5) with { MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.None } }, 0));
    }

    [Fact]
    public void Runs_that_the_same_time_ended_had_the_same_budget_however_many_steps_they_did()
    {
        Assert.True(BudgetRules.SameBudget(Spec(maxMinutes: 5), 40, Spec(200, maxMinutes: 5), 80));
        Assert.False(BudgetRules.SameBudget(Spec(maxMinutes: 5), 40, Spec(maxMinutes: 6), 40));
    }

    [Fact]
    public void A_time_limit_that_was_never_reached_makes_no_budget()
    {
        Assert.False(BudgetRules.SameBudget(Spec(100, maxMinutes: 5), 100, Spec(200, maxMinutes: 5), 200));
        Assert.False(BudgetRules.SameBudget(Spec(maxMinutes: 5), 100, Spec(200, maxMinutes: 5), 150));
        Assert.True(BudgetRules.SameBudget(Spec(maxMinutes: 5), 100, Spec(), 100));
    }

    [Fact]
    public void As_many_meta_steps_count_only_with_as_many_tasks_in_each()
    {
        Assert.True(BudgetRules.SameBudget(Spec(), 100, Spec(), 100));
        Assert.False(BudgetRules.SameBudget(Spec(100, metaBatch: 4), 100, Spec(200, metaBatch: 2), 200));
    }

    [Fact]
    public void What_never_trains_is_within_every_budget()
    {
        var none = Spec() with { MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.None } };

        Assert.True(BudgetRules.SameBudget(Spec(maxMinutes: 5), 40, none, 0));
        Assert.False(BudgetRules.SameBudget(none, 0, Spec(), 100));
    }

    [Fact]
    public void Other_rates_and_another_evaluation_are_no_other_method()
    {
        var spec = Spec();

        Assert.False(BudgetRules.OtherMethod(spec, spec with { InnerLoop = spec.InnerLoop with { LearningRate = 0.3, Steps = 9 } }));
        Assert.False(BudgetRules.OtherMethod(spec, spec with { OuterLoop = spec.OuterLoop with { Warp = new OptimizerSpec { LearningRate = 0.3 } } }));
        Assert.False(BudgetRules.OtherMethod(spec, spec with { Evaluation = spec.Evaluation with { Steps = 7, MostShots = 20 } }));
        Assert.False(BudgetRules.OtherMethod(spec, spec with { Seed = 7 }));
    }

    public static TheoryData<string> Methods { get; } = ["algorithm", "objective", "initialization", "warp", "rates", "no steps"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Another_part_of_the_method_is_another_method(string part)
    {
        var spec = Spec();
        var other = part switch
        {
            "algorithm" => spec with { MetaLearner = spec.MetaLearner with { Algorithm = MetaAlgorithm.Online } },
            "objective" => spec with { MetaLearner = spec.MetaLearner with { Objective = WarpObjectiveKind.FirstOrder } },
            "initialization" => spec with { MetaLearner = spec.MetaLearner with { Initialization = InitializationObjective.Reptile } },
            "warp" => spec with { Learner = spec.Learner with { Warp = WarpDesign.None } },
            "rates" => spec with { InnerLoop = spec.InnerLoop with { LearnedRates = LearnedRates.PerTensor } },
            _ => spec with { InnerLoop = spec.InnerLoop with { Steps = 0 } },
        };

        Assert.True(BudgetRules.OtherMethod(spec, other));
    }
}
