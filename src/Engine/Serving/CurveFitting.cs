using TorchSharp;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks.Curves;

namespace WarpGrad.Engine.Serving;

/// <summary>A labelled point of a caller's curve.</summary>
/// <param name="X">Input.</param>
/// <param name="Y">Target.</param>
/// <param name="Part">Part the point belongs to; continual models learn the parts in ascending order.</param>
public readonly record struct CurveExample(double X, double Y, int Part = 0);

/// <summary>A curve fitted to a caller's points.</summary>
/// <param name="Outputs">Outputs at the inputs that were asked for.</param>
/// <param name="Losses">Mean squared error before each step, on the points of that step, and after the last on all points.</param>
/// <param name="Picture">The curve on the way of adaptation.</param>
public sealed record FittedCurve(IReadOnlyList<double> Outputs, IReadOnlyList<double> Losses, CurvePicture Picture);

/// <summary>Adapts models of curves to a caller's points. The model is not changed; any number of threads may fit at the same time.</summary>
public static class CurveFitting
{
    /// <summary>Fits.</summary>
    /// <param name="model">A model of the families <c>sinusoids</c> or <c>continualSines</c>.</param>
    /// <param name="examples">At least one point.</param>
    /// <param name="queries">Inputs to predict.</param>
    /// <param name="options">Steps and step size; a continual model divides its steps equally among the parts.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="ArgumentException">When there is no point, or there are more parts than steps.</exception>
    public static FittedCurve Fit(
        WarpModel model, IReadOnlyList<CurveExample> examples, double[] queries, AdaptationOptions options, CancellationToken stop = default)
    {
        TorchRuntime.ApplyToThread();
        var learner = model.Learner as CurveLearner ?? throw new ArgumentException("This model does not fit curves.", nameof(model));
        if (examples.Count == 0)
            throw new ArgumentException("At least one point is needed.", nameof(examples));
        var continual = model.Spec.Task.Family == TaskFamily.ContinualSines;
        CurveExample[][] parts = continual ? [.. examples.GroupBy(point => point.Part).OrderBy(part => part.Key).Select(part => part.ToArray())] : [[.. examples]];
        var inner = model.InnerLoop(options);
        if (inner.Steps > 0 && inner.Steps < parts.Length)
            throw new ArgumentException($"{parts.Length} parts need at least as many steps.", nameof(options));
        return FirstUse.Guard((learner.Kind, model.Spec.InnerLoop, "fit", examples.Count, queries.Length), () => Fit(model, learner, parts, queries, inner, options, stop));
    }

    private static FittedCurve Fit(
        WarpModel model, CurveLearner learner, CurveExample[][] parts, double[] queries, InnerLoop inner, AdaptationOptions options, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        var (parameters, place) = (model.Parameters, Placement.Of(model.Parameters.Initialization.Tensors[0]));
        using var task = new GivenCurve(learner, [.. parts.Select(part => Points(part, place))], Points([.. parts.SelectMany(part => part)], place), inner.Steps);
        var range = model.Spec.Task.Family == TaskFamily.ContinualSines ? model.Spec.Task.Continual.Range : model.Spec.Task.Sinusoid.Range;
        var x = CurvePictures.Grid(-range, range);
        var shown = parts.Length > 1 ? Enumerable.Range(1, parts.Length).Select(task.EndOf).ToHashSet() : CurvePictures.Shown(inner.Steps);
        var fits = new List<CurveFit>();
        var start = ((IMetaTask)task).Start(parameters.Initialization);
        fits.Add(CurvePictures.Fit(learner, 0, start, parameters.Phi, x));
        using var end = inner.Run(task, start, parameters.Phi, model.Rates(options), step =>
        {
            if (shown.Contains(step.Step + 1))
                fits.Add(CurvePictures.Fit(learner, step.Step + 1, step.Next, parameters.Phi, x));
        }, stop);
        using var quiet = torch.no_grad();
        var final = task.FinalLoss(end.Theta, parameters.Phi).Number();
        CurveExample[] all = [.. parts.SelectMany(part => part)];
        return new FittedCurve(
            learner.Outputs(end.Theta, parameters.Phi, queries), [.. end.Losses, final],
            new CurvePicture([.. all.Select(point => point.X)], [.. all.Select(point => point.Y)], x, [], fits));
    }

    private static CurvePoints Points(CurveExample[] examples, Placement place) =>
        CurvePoints.Of(Array.ConvertAll(examples, point => point.X), Array.ConvertAll(examples, point => point.Y), place);
}
