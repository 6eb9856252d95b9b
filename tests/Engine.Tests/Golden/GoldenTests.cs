using System.Text.Json;
using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Tests.Golden;

/// <summary>The SGD cases of the reference numbers, made with the authors' own code and checked independently.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Cases => [.. GoldenCase.SgdCases];

    public static TheoryData<string, string> CasesAndObjectives
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in GoldenCase.SgdCases)
            {
                foreach (var objective in new[] { "exact", "detached", "approx" })
                    data.Add(name, objective);
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Forward_GivesTheReferenceLogits(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = GoldenCase.Load(name);
        foreach (var (index, task) in golden.Tasks.Index())
            golden.AssertClose(GoldenCase.Tensor(golden.Root.GetProperty("logits_at_init")[index]), task.Logits(0, golden.Theta, golden.Phi), "logits");
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Adapt_FollowsTheReferenceTrajectory(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = GoldenCase.Load(name);
        foreach (var (index, task) in golden.Tasks.Index())
        {
            using var trajectory = Adapt(golden, task);
            var expected = golden.Root.GetProperty("trajectory")[index];
            golden.AssertClose(expected.GetProperty("grads_step0"), trajectory.Gradients[0]);
            for (var k = 0; k <= golden.Steps; k++)
                golden.AssertClose(expected.GetProperty("params")[k], trajectory.Points[k]);
            for (var k = 0; k < golden.Steps; k++)
                golden.AssertClose(expected.GetProperty("losses")[k].GetDouble(), trajectory.Losses[k], $"loss {k}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(CasesAndObjectives))]
    public void WarpObjective_GivesTheReferenceGradients(string name, string objective)
    {
        using var scope = torch.NewDisposeScope();
        var golden = GoldenCase.Load(name);
        var expected = golden.Root.GetProperty("warp").GetProperty(objective);
        var inner = new InnerSgd(golden.Rate);
        var mean = golden.Phi.ZerosLike();
        foreach (var (index, task) in golden.Tasks.Index())
        {
            using var trajectory = Adapt(golden, task);
            for (var k = 0; k < golden.Steps; k++)
            {
                var (gradient, value) = Objective(objective).Gradient(task, k, trajectory.Points[k], golden.Phi, inner);
                golden.AssertClose(expected.GetProperty("point_grads")[index][k], gradient);
                var loss = objective == "approx" ? "inner_losses" : "outer_losses";
                golden.AssertClose(expected.GetProperty(loss)[index][k].GetDouble(), value, $"{loss} {k}");
                mean = mean.Zip(gradient, (sum, g) => sum.add(g));
            }
        }

        golden.AssertClose(expected.GetProperty("mean_grad"), mean.Map(sum => sum.div(golden.Tasks.Count * golden.Steps)));
    }

    [SkippableTheory]
    [MemberData(nameof(CasesAndObjectives))]
    public void Replay_ThenLeap_IsTheReferenceMetaUpdate(string name, string objective)
    {
        using var scope = torch.NewDisposeScope();
        var golden = GoldenCase.Load(name);
        var expected = golden.Root.GetProperty("warp").GetProperty(objective).GetProperty("end_to_end");
        var order = expected.GetProperty("order").EnumerateArray().Select(pair => new TrajectoryPoint(pair[0].GetInt32(), pair[1].GetInt32())).ToArray();
        var rate = expected.GetProperty("meta_lr").GetDouble();
        using var buffer = new ReplayBuffer([.. golden.Tasks.Select(task => ((ITaskLosses)task, Adapt(golden, task)))]);

        var meta = new MetaOptimizer(new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = rate });
        var replay = new WarpReplay(Objective(objective), new InnerSgd(golden.Rate), meta, pointsPerUpdate: 1, workers: 2);
        using var update = replay.Run(buffer, order, golden.Phi, meta.Start(golden.Phi), progress: 0);
        golden.AssertClose(expected.GetProperty("warp_after"), update.Phi);

        var leap = Leap(golden, Simplified, buffer, golden.Steps - 1);
        golden.AssertClose(expected.GetProperty("init_after"), golden.Theta.Zip(leap, (theta, g) => theta.sub(g.mul(rate))));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Leap_GivesTheReferenceGradients(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = GoldenCase.Load(name);
        var expected = golden.Root.GetProperty("init");
        using var buffer = new ReplayBuffer([.. golden.Tasks.Select(task => ((ITaskLosses)task, Adapt(golden, task)))]);
        golden.AssertClose(expected.GetProperty("leap_norm"), Leap(golden, Simplified, buffer, golden.Steps - 1));
        golden.AssertClose(expected.GetProperty("leap_no_norm"), Leap(golden, new LeapObjective(withLoss: false, normalize: false), buffer, golden.Steps - 1));
        golden.AssertClose(expected.GetProperty("leap_norm_through_theta_K"), Leap(golden, Simplified, buffer, golden.Steps));
    }

    [SkippableTheory]
    [InlineData("mlp_sgd")]
    [InlineData("conv_sgd")]
    public void LeapWithLoss_GivesTheReferenceGradients_WhenEverythingAdapts(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = GoldenCase.Load(name);
        var all = new ParameterSet([.. golden.Theta.Names, .. golden.Phi.Names], [.. golden.Theta.Tensors, .. golden.Phi.Tensors]);
        using var buffer = new ReplayBuffer([.. golden.Tasks.Select(task => Everything(golden, task, all))]);
        foreach (var variant in golden.Root.GetProperty("leap_full").EnumerateArray())
        {
            var leap = new LeapObjective(Flag(variant, "loss"), Flag(variant, "norm"), Flag(variant, "stabilizer"));
            golden.AssertClose(variant.GetProperty("grads"), Leap(golden, leap, buffer, golden.Steps - 1));
        }
    }

    private static LeapObjective Simplified => new(withLoss: false, epsilon: LeapObjective.AuthorsEpsilon);

    private static bool Flag(JsonElement variant, string key) => variant.GetProperty(key).GetBoolean();

    private static WarpObjective Objective(string name) => name switch
    {
        "exact" => WarpObjective.Exact,
        "detached" => WarpObjective.FirstOrder,
        _ => WarpObjective.NoStep,
    };

    private static Trajectory Adapt(GoldenCase golden, GoldenTask task) =>
        Trajectory.Adapt(task, golden.Theta.Clone(), golden.Phi, golden.Steps, new InnerSgd(golden.Rate), keepGradients: true);

    private static (ITaskLosses, Trajectory) Everything(GoldenCase golden, GoldenTask task, ParameterSet all)
    {
        var losses = new AllAdapt(task);
        return (losses, Trajectory.Adapt(losses, all.Clone(), ParameterSet.Empty, golden.Steps, new InnerSgd(golden.Rate), keepGradients: true));
    }

    private static ParameterSet Leap(GoldenCase golden, LeapObjective leap, ReplayBuffer buffer, int segments) =>
        buffer.Entries.Select(entry => leap.Gradient(entry.Trajectory, segments))
            .Aggregate((sum, next) => sum.Zip(next, (a, b) => a.add(b)))
            .Map(sum => sum.div(golden.Tasks.Count));

    /// <summary>Adapts the warp parameters as well, as the plain Leap baseline does.</summary>
    private sealed class AllAdapt(GoldenTask task) : ITaskLosses
    {
        public torch.Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => task.TaskLoss(step, theta, theta);

        public torch.Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => task.MetaLoss(step, theta, theta);
    }
}
