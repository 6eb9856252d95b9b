using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Evaluation;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Tasks.Curves;

/// <summary>Continual regression of sums of two sines, interval by interval (paper §4.3 c.2).</summary>
/// <param name="spec">The run's Spec.</param>
internal sealed class ContinualSines(RunSpec spec) : CurveTasks(spec)
{
    private int Parts => Spec.Task.Continual.SubTasks;

    /// <summary>
    /// <c>last</c>: error on the last sub-task at the end; <c>earlier</c>: mean error on the others at the end; <c>best</c>: mean of the
    /// smallest error on each of those on the way; <c>forgetting</c>: mean over tasks of the geometric mean of end over best.
    /// </summary>
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Details(IReadOnlyList<Judgement[]> tasks)
    {
        var earlier = Enumerable.Range(0, Parts - 1).ToArray();
        double End(Judgement[] task, int part) => task[^1].Parts![part];
        double Best(Judgement[] task, int part) => task.Min(judged => judged.Parts![part]);
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["last"] = tasks.Average(task => End(task, Parts - 1)),
            ["earlier"] = tasks.Average(task => earlier.Average(part => End(task, part))),
            ["best"] = tasks.Average(task => earlier.Average(part => Best(task, part))),
            ["forgetting"] = tasks.Average(task => Math.Exp(earlier.Average(part => Math.Log(End(task, part) / Best(task, part))))),
        };
    }

    /// <inheritdoc/>
    public override TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        var stream = (ContinualTask)task;
        var x = CurvePictures.Grid(-Spec.Task.Continual.Range, Spec.Task.Continual.Range);
        var ends = Enumerable.Range(1, Parts).Select(part => part * EvaluationSteps / Parts).ToHashSet();
        var fits = CurvePictures.Fits(Curves, task, Inner, parameters, x, ends, stop);

        var judged = JudgedSteps.Of(EvaluationSteps).Union(ends).Order().ToArray();
        var start = task.Start(parameters.Initialization);
        var errors = new List<double[]> { Errors(start) };
        using var end = Inner.Run(task, start, parameters.Phi, parameters.Rates, step =>
        {
            if (judged.Contains(step.Step + 1))
                errors.Add(Errors(step.Next));
        }, stop);
        return new StreamPicture(
            Intervals.Bounds(Spec.Task.Continual), x, Rounded(stream.Curves[0].At(x)), fits,
            [.. ends.Order().Select(step => Rounded(errors[Array.IndexOf(judged, step)]))],
            judged, [.. Enumerable.Range(0, Parts).Select(part => Rounded([.. errors.Select(at => at[part])]))]);

        double[] Errors(ParameterSet theta) => stream.Errors(theta, parameters.Phi)[0];
    }

    private protected override IMetaTask Together(IReadOnlyList<RandomStream> streams, Placement place)
    {
        (SineCurve Curve, long Seed)[] drawn = [.. streams.Select(random => (SineCurve.Draw(Spec.Task.Continual, random), random.NextSeed()))];
        return new ContinualTask(Spec, Curves, [.. drawn.Select(one => one.Curve)], [.. drawn.Select(one => one.Seed)], place);
    }

    private static double[] Rounded(double[] values) => Array.ConvertAll(values, value => double.IsFinite(value) ? Math.Round(value, 7) : 0);
}
