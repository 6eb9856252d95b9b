using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tasks.Surfaces;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Families;

/// <summary>Loss surfaces of paper App. D.</summary>
public sealed class SurfaceTests
{
    private static readonly Surface Peaks = new([1, 1, 1], [3, 10, 1.0 / 3], 5);

    [Theory]
    [InlineData(0.3, -0.7)]
    [InlineData(-1.2, 1.9)]
    [InlineData(2.4, 0.1)]
    public void The_family_contains_the_peaks_function(double x, double y)
    {
        var peaks = 3 * (1 - x) * (1 - x) * Math.Exp(-x * x - (y + 1) * (y + 1))
            - 10 * (x / 5 - x * x * x - Math.Pow(y, 5)) * Math.Exp(-x * x - y * y)
            - Math.Exp(-(x + 1) * (x + 1) - y * y) / 3;
        Assert.Equal(peaks, Peaks.At(x, y).Height, 12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Slopes_match_finite_differences_and_tensors_match_numbers(bool asPrinted)
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        for (var n = 0; n < 20; n++)
        {
            var random = RandomStream.Derive(3, StreamPurpose.TestTask, n);
            var surface = Surface.Draw(random, asPrinted);
            double x1 = random.NextDouble(-3, 3), x2 = random.NextDouble(-3, 3);
            const double H = 1e-6;
            var (height, slope1, slope2) = surface.At(x1, x2);
            Assert.Equal((surface.At(x1 + H, x2).Height - surface.At(x1 - H, x2).Height) / (2 * H), slope1, 1e-6);
            Assert.Equal((surface.At(x1, x2 + H).Height - surface.At(x1, x2 - H).Height) / (2 * H), slope2, 1e-6);
            Assert.Equal(height, surface.Heights(SurfaceLearner.Tensors([(x1, x2)], torch.ScalarType.Float64)).Number(), 10);
        }
    }

    [Fact]
    public void Under_the_identity_warp_both_descents_are_the_same()
    {
        var spec = FamilySamples.Specs[TaskFamily.Surfaces] with
        {
            Learner = new LearnerSpec { Architecture = Architecture.Point, Filters = 7, Warp = WarpDesign.Residual, WarpStart = WarpStart.Identity },
            MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.None, Initialization = InitializationObjective.None },
        };
        using var model = Model(spec);
        var picture = SurfaceDescent.Descend(model, Peaks, 0.5, -0.25, new AdaptationOptions(Steps: 40, LearningRate: 0.02));
        Assert.Equal(41, picture.Plain.Count);
        Assert.All(picture.PlainLosses.Zip(picture.WarpedLosses), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
        Assert.All(picture.Heights.Zip(picture.WarpedHeights), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
        Assert.True(picture.PlainLosses[^1] < picture.PlainLosses[0]);
    }

    [Fact]
    public void Warped_descent_starts_at_the_point_that_was_asked_for()
    {
        var spec = FamilySamples.Specs[TaskFamily.Surfaces] with { Learner = new LearnerSpec { Architecture = Architecture.Point, Filters = 7, Warp = WarpDesign.Residual } };
        using var model = Model(spec);
        var picture = SurfaceDescent.Descend(model, Peaks, 0.5, -0.25, new AdaptationOptions(Steps: 3));
        Assert.Equal(0.5, picture.Warped[0].X1, 0.002);
        Assert.Equal(-0.25, picture.Warped[0].X2, 0.002);
        Assert.NotEqual(picture.Warped[0], picture.WarpedInside[0]);
    }

    [Fact]
    public void A_point_that_the_warp_cannot_reach_is_refused_with_the_nearest()
    {
        using var model = Model(FamilySamples.Specs[TaskFamily.Surfaces]);
        var refusal = Assert.Throws<ArgumentException>(() => SurfaceDescent.Descend(model, Peaks, 2.9, -2.9, new AdaptationOptions()));
        Assert.Contains("nearest", refusal.Message, StringComparison.Ordinal);
    }

    private static WarpModel Model(RunSpec spec)
    {
        using var trainer = MetaTrainer.Create(spec, null);
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        file.Position = 0;
        return WarpModel.Read(file);
    }
}
