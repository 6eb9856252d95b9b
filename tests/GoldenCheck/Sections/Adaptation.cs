using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.GoldenCheck.Format;

namespace WarpGrad.GoldenCheck.Sections;

/// <summary>Adaptation to the tasks of a case, as the sections need it.</summary>
internal static class Adaptation
{
    /// <summary>Adapts with the inner optimiser of the case.</summary>
    public static AdaptedPoint Run(CaseFile file, ITaskLosses losses, Action<PathStep> visit) =>
        new InnerLoop(file.Inner, file.Steps).Run(losses, file.Theta.Clone(), file.Phi, ParameterSet.Empty, visit);

    /// <summary>Adapts and keeps every point.</summary>
    public static Trajectory Keep(CaseFile file, ITaskLosses losses, PointStore store)
    {
        var trajectory = new Trajectory(store);
        trajectory.Finish(Run(file, losses, trajectory.Visit));
        return trajectory;
    }

    /// <summary>Mean over the tasks of something shaped like parameters, in the enclosing dispose scope.</summary>
    public static ParameterSet Mean(CaseFile file, Func<CaseTask, ParameterSet> compute)
    {
        using var scope = torch.NewDisposeScope();
        ParameterSet[] results = [.. file.Tasks.Select(compute)];
        using var sum = new GradientSum(results[0]);
        foreach (var result in results)
            sum.Add(result);
        return sum.Mean().MoveToOuterScope();
    }
}
