using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.GoldenCheck.Format;

namespace WarpGrad.GoldenCheck.Sections;

/// <summary>The warp objectives: point by point, their mean, and a whole meta-update by the engine's replay.</summary>
internal sealed class WarpSection
{
    private readonly CaseFile _file;
    private readonly IReadOnlyList<PairedTask> _tasks;
    private readonly InnerOptimizer _lookAhead;

    private WarpSection(CaseFile file, JsonPart part)
    {
        _file = file;
        var pairs = Pairs(file);
        _tasks = [.. file.Tasks.Select(task => new PairedTask(task, pairs))];
        var rate = part["lr"].Number;

        // The replay may take a stored θ_{k+1} for the look-ahead step only where the trajectory's own step was that very one. Where the
        // file says otherwise, an optimiser with a state tells it so; its plain counterpart is the same descent.
        var sameStep = rate == file.Rate && pairs.Index().All(pair => pair.Item.Inner == pair.Index);
        _lookAhead = sameStep ? file.Inner : new InnerOptimizer(UpdateRule.Momentum(0), rate);
    }

    /// <summary>One section for each objective, and one for the entries beside them.</summary>
    public static IEnumerable<Section> Of(CaseFile file, JsonPart part)
    {
        foreach (var (name, value) in part.Entries)
        {
            if (Objective(name) is { } objective)
                yield return new($"warp.{name}", comparison => new WarpSection(file, part).Check(objective, value, comparison));
            else if (name is "n_points")
                yield return new($"warp.{name}", comparison => comparison.Same(value, file.Tasks.Count * file.Steps));
            else if (name is "exact_norm")
                yield return new($"warp.{name}", comparison => comparison.Same(value, new WarpSection(file, part).Norm(WarpObjective.Exact)));
            else if (name is "exact_minus_detached_norm")
                yield return new($"warp.{name}", comparison => comparison.Same(value, new WarpSection(file, part).Norm(WarpObjective.Exact, WarpObjective.FirstOrder)));
            else if (name is not ("pairs" or "lr"))
                yield return new($"warp.{name}", null);
        }
    }

    /// <summary>A task whose point k is judged on the two batches that the file pairs for it.</summary>
    public static ITaskLosses Paired(CaseFile file, CaseTask task) => new PairedTask(task, Pairs(file));

    private static (int Inner, int Outer)[] Pairs(CaseFile file)
    {
        var part = file.Root["warp"]["pairs"];
        (int, int)[] pairs = [.. part.Items.Select(Pair)];
        return pairs.Length == file.Steps ? pairs : throw part.Wrong($"has {pairs.Length} pairs for {file.Steps} points");
    }

    private static WarpObjective? Objective(string name) => name switch
    {
        "exact" => WarpObjective.Exact,
        "detached" => WarpObjective.FirstOrder,
        "approx" => WarpObjective.NoStep,
        _ => null,
    };

    private static (int, int) Pair(JsonPart part) => part.Items is [var inner, var outer]
        ? (inner.Whole, outer.Whole)
        : throw part.Wrong("must be a pair: inner and outer batch");

    private void Check(WarpObjective objective, JsonPart part, Comparison comparison)
    {
        using var scope = torch.NewDisposeScope();
        using var store = new PointStore(long.MaxValue);
        Trajectory[] trajectories = [.. _file.Tasks.Select(task => Adaptation.Keep(_file, task, store))];
        try
        {
            var gradients = Gradients(objective, trajectories);
            CheckPoints(objective, part, gradients, comparison);
            if (part.Find("mean_grad") is { } mean)
                comparison.Same(mean, Mean(gradients));
            if (part.Find("end_to_end") is { } update)
                CheckUpdate(objective, update, trajectories, comparison);
        }
        finally
        {
            foreach (var trajectory in trajectories)
                trajectory.Dispose();
        }
    }

    private WarpGradient[][] Gradients(WarpObjective objective, Trajectory[] trajectories) =>
        [.. _tasks.Zip(trajectories, (task, trajectory) => trajectory.Kept.Select(k =>
            objective.Gradient(task, trajectory.Load(k), _file.Phi, ParameterSet.Empty, _lookAhead.Plain, keepStep: true)).ToArray())];

    private static void CheckPoints(WarpObjective objective, JsonPart part, WarpGradient[][] gradients, Comparison comparison)
    {
        // Without a step there is one loss, and the file states it as both.
        IReadOnlyList<double>[] inner = [.. gradients.Select(points => points.Select(point => point.Step?.Loss ?? point.Objective).ToArray())];
        IReadOnlyList<double>[] outer = [.. gradients.Select(points => points.Select(point => point.Objective).ToArray())];
        foreach (var (expected, losses) in part.Find("inner_losses") is { } list ? comparison.Pairs(list, inner) : [])
            comparison.Same(expected, losses);
        foreach (var (expected, losses) in part.Find("outer_losses") is { } list ? comparison.Pairs(list, outer) : [])
            comparison.Same(expected, losses);
        foreach (var (expectedTask, points) in part.Find("point_grads") is { } list ? comparison.Pairs(list, gradients) : [])
        {
            foreach (var (expected, point) in comparison.Pairs(expectedTask, points))
                comparison.Same(expected, point.Phi);
        }
    }

    private ParameterSet Mean(WarpGradient[][] gradients)
    {
        using var sum = new GradientSum(_file.Phi);
        foreach (var gradient in gradients.SelectMany(points => points))
            sum.Add(gradient.Phi);
        return sum.Mean();
    }

    private void CheckUpdate(WarpObjective objective, JsonPart part, Trajectory[] trajectories, Comparison comparison)
    {
        var rate = part["meta_lr"].Number;
        TrajectoryPoint[] order = [.. part["order"].Items.Select(Pair).Select(pair => new TrajectoryPoint(pair.Item1, pair.Item2))];
        if (order.Any(point => point.Task >= _tasks.Count || point.Step >= _file.Steps))
            throw part["order"].Wrong("names a point that does not exist");
        var descent = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = rate };
        var optimizers = new MetaOptimizers(new RunSpec { OuterLoop = new OuterLoopSpec { Warp = descent, Initialization = descent } });
        var replay = new WarpReplay(
            new MetaLearnerSpec { PointsPerUpdate = 1, LookAhead = LookAheadKind.Plain }, objective, _lookAhead, optimizers, workers: 2, kind: this);
        var buffer = new ReplayBuffer([.. _tasks.Zip(trajectories, (task, trajectory) => ((ITaskLosses)task, trajectory))]);
        using var none = optimizers.BeginRate(ParameterSet.Empty);
        var (warp, rates, _) = replay.Run(buffer, order, optimizers.BeginWarp(_file.Phi), none, progress: 0);
        using (warp)
        using (rates)
        {
            if (part.Find("warp_after") is { } expected)
                comparison.Same(expected, warp.Parameters);
        }

        if (part.Find("init_after") is not { } initialization)
            return;
        var start = optimizers.UpdateStart(optimizers.BeginStart(_file.Theta), InitializationSection.Leap(_file, LeapForm.Authors), progress: 0);
        using (start)
            comparison.Same(initialization, start.Parameters);
    }

    private double Norm(WarpObjective objective, WarpObjective? less = null)
    {
        using var scope = torch.NewDisposeScope();
        using var store = new PointStore(long.MaxValue);
        Trajectory[] trajectories = [.. _file.Tasks.Select(task => Adaptation.Keep(_file, task, store))];
        var mean = Mean(Gradients(objective, trajectories));
        if (less is not null)
            mean = mean.Zip(Mean(Gradients(less, trajectories)), (a, b) => a.Minus(b));
        foreach (var trajectory in trajectories)
            trajectory.Dispose();
        return Math.Sqrt(mean.SquaredNorm());
    }

    private sealed class PairedTask(CaseTask task, (int Inner, int Outer)[] pairs) : ITaskLosses
    {
        public torch.Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => task.TrainLoss(pairs[step].Inner, theta, phi);

        public torch.Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => task.TrainLoss(pairs[step].Outer, theta, phi);

        public torch.Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => task.FinalLoss(theta, phi);
    }
}
