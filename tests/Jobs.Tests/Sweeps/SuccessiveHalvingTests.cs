using WarpGrad.Jobs.Sweeps;

namespace WarpGrad.Jobs.Tests.Sweeps;

public sealed class SuccessiveHalvingTests
{
    [Fact]
    public void Nobody_goes_on_before_enough_are_known() =>
        Assert.Empty(SuccessiveHalving.Promotions([Waiting(0.9), Waiting(0.8), Training()], rungs: 3, reduction: 3));

    [Fact]
    public void The_best_of_three_goes_on_while_others_still_train()
    {
        var best = Waiting(0.9);

        Assert.Equal([best.RunId], SuccessiveHalving.Promotions([Waiting(0.5), best, Waiting(0.7), Training(), Training()], rungs: 3, reduction: 3));
    }

    [Fact]
    public void Who_went_on_already_takes_one_of_the_places()
    {
        HalvingTrial[] trials = [new(Guid.NewGuid(), [0.9], Waits: false), Waiting(0.8), Waiting(0.7), Waiting(0.6), Waiting(0.5)];

        Assert.Empty(SuccessiveHalving.Promotions(trials, rungs: 3, reduction: 3));
        Assert.Equal([trials[1].RunId], SuccessiveHalving.Promotions([.. trials, Waiting(0.1)], rungs: 3, reduction: 3));
    }

    [Fact]
    public void A_rung_higher_up_is_judged_by_its_own_scores()
    {
        var best = Waiting(0.5, 0.9);

        Assert.Equal([best.RunId], SuccessiveHalving.Promotions([Waiting(0.9, 0.6), best, Waiting(0.8, 0.7)], rungs: 3, reduction: 3));
    }

    [Fact]
    public void A_trial_without_a_score_is_worse_than_any()
    {
        var worst = Waiting(double.NaN);

        Assert.DoesNotContain(worst.RunId, SuccessiveHalving.Promotions([worst, Waiting(-5), Waiting(double.NegativeInfinity), Waiting(-7)], rungs: 2, reduction: 2));
    }

    [Fact]
    public void Nobody_goes_on_from_the_last_rung() =>
        Assert.Empty(SuccessiveHalving.Promotions([Waiting(0.9, 0.9), Waiting(0.8, 0.8), Waiting(0.7, 0.7)], rungs: 2, reduction: 3));

    private static HalvingTrial Waiting(params double[] merits) => new(Guid.NewGuid(), merits, Waits: true);

    private static HalvingTrial Training() => new(Guid.NewGuid(), [], Waits: false);
}
