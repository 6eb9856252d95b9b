using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Evaluation;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Families;

/// <summary>Activations around warps (paper App. G).</summary>
public sealed class WarpStatisticsTests
{
    [Fact]
    public void White_activations_are_centred_with_the_identity_as_covariance()
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();

        // Rows ±√2 e₁ and ±√2 e₂: mean 0, covariance I.
        var root = Math.Sqrt(2);
        var white = torch.tensor([root, 0, -root, 0, 0, root, 0, -root], [4, 2, 1, 1]);
        var (mean, norm) = WarpStatistics.Measure(white);
        Assert.Equal(0, mean, 12);
        Assert.Equal(0, norm, 12);

        // Twice as large: Cov = 4 I, so 3 per channel is left; moved by 1, the mean is 1.
        var (moved, distance) = WarpStatistics.Measure(white.Times(2).Plus(1));
        Assert.Equal(1, moved, 12);
        Assert.Equal(3, distance, 12);
    }

    [Theory]
    [InlineData(TaskFamily.FewShotImages)]
    [InlineData(TaskFamily.MultiShotImages)]
    public void A_run_that_asks_for_them_has_four_figures_for_every_warp(TaskFamily family)
    {
        var spec = FamilySamples.Specs[family];
        using var trainer = MetaTrainer.Create(spec with { Evaluation = spec.Evaluation with { WarpStatistics = true } }, FamilySamples.Data(family));
        var details = trainer.Run(new QuietObserver(), CancellationToken.None).Test!.Details;
        Assert.Equal(16, details.Count);
        Assert.All(details.Values, value => Assert.True(double.IsFinite(value)));
        Assert.Contains("warp3.covariance.after", details.Keys);
    }
}
