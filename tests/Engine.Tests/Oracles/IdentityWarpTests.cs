using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tests.Support;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tests.Oracles;

/// <summary>A warp that is the identity changes nothing: not a bit of the path, nor of what is answered at its end.</summary>
public sealed class IdentityWarpTests
{
    public static TheoryData<Architecture, WarpDesign, bool> Identities => new()
    {
        { Architecture.Conv4, WarpDesign.Scale, false },
        { Architecture.Conv4, WarpDesign.Conv1x1, false },
        { Architecture.Conv4, WarpDesign.Conv3x3, false },
        { Architecture.Conv4, WarpDesign.None, true },
        { Architecture.ResNet12, WarpDesign.Conv1x1, false },
        { Architecture.ResNet12, WarpDesign.Conv3x3, false },
        { Architecture.Mlp, WarpDesign.Scale, false },
        { Architecture.Mlp, WarpDesign.Linear, true },
        { Architecture.Mlp, WarpDesign.Residual, true },
    };

    [Theory]
    [MemberData(nameof(Identities))]
    public void Adaptation_under_an_identity_warp_is_that_of_the_plain_learner_to_the_bit(Architecture architecture, WarpDesign design, bool warpHead)
    {
        TorchRuntime.ApplyToThread();
        using var scope = torch.NewDisposeScope();
        var warped = Samples.Spec with
        {
            Learner = new LearnerSpec
            {
                Architecture = architecture,
                Filters = 3,
                Head = HeadKind.Fixed,
                Warp = design,
                WarpHead = warpHead,
                WarpStart = WarpStart.Identity,
            },
        };
        Assert.Empty(SpecValidator.Validate(warped));
        var plain = warped with { Learner = warped.Learner with { Warp = WarpDesign.None, WarpHead = false } };
        var start = ImageLearner.Create(plain, Samples.Image).Draw(LayerRole.Adapt, 1, ScalarType.Float64);

        var (withWarp, withoutWarp) = (Adapt(warped, start), Adapt(plain, start));

        Assert.Equal(withoutWarp.Losses, withWarp.Losses);
        Assert.All(withoutWarp.Theta.Names, name => Assert.Equal(withoutWarp.Theta[name].data<double>().ToArray(), withWarp.Theta[name].data<double>().ToArray()));
        Assert.Equal(withoutWarp.Logits, withWarp.Logits);
    }

    private static (IReadOnlyList<double> Losses, ParameterSet Theta, double[] Logits) Adapt(RunSpec spec, ParameterSet start)
    {
        var learner = ImageLearner.Create(spec, Samples.Image);
        var phi = learner.Draw(LayerRole.Warp, 1, ScalarType.Float64);
        var task = Samples.Tensors(spec);
        var end = new InnerLoop(InnerOptimizer.Of(spec.InnerLoop), 3).Run(new ImageTask(learner, task), start.Clone(), phi, ParameterSet.Empty);
        using var quiet = torch.no_grad();
        return (end.Losses, end.Theta, learner.QueryLogits(end.Theta, phi, task).data<double>().ToArray());
    }
}
