using TorchSharp;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks.Curves;

namespace WarpGrad.Engine.Serving;

/// <summary>A labelled point of a caller's curve.</summary>
/// <param name="X">Input.</param>
/// <param name="Y">Target.</param>
/// <param name="Part">Part the point belongs to; continual models learn the parts in ascending order.</param>
public readonly record struct CurveExample(double X, double Y, int Part = 0);

/// <summary>Adapts models of curves to a caller's points. The model is not changed; any number of threads may fit at the same time.</summary>
public static class CurveFitting
{
    /// <summary>Fits.</summary>
    /// <param name="model">A model of the families <c>sinusoids</c> or <c>continualSines</c>.</param>
    /// <param name="examples">At least one point.</param>
    /// <param name="options">Steps and step size; a continual model divides its steps equally among the parts.</param>
    /// <param name="from">Fit to go on from, with a fresh inner optimiser; it stays as it is. Null for the model's own start.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <param name="traced">Inputs at which to predict after every step, of which the picture then has them all; null for none.</param>
    /// <param name="seen">Called before each step on the thread that adapts, with the number of steps taken, the loss and the outputs there; not at the end.</param>
    /// <exception cref="ArgumentException">When there is no point, or there are more parts than steps.</exception>
    public static AdaptedCurve Fit(
        WarpModel model, IReadOnlyList<CurveExample> examples, AdaptationOptions options, AdaptedCurve? from = null, CancellationToken stop = default,
        double[]? traced = null, Action<int, double, double[]>? seen = null)
    {
        TorchRuntime.ApplyToThread();
        var learner = (options.Warped ? model.Learner : model.Plain) as CurveLearner ?? throw new ArgumentException("This model does not fit curves.", nameof(model));
        if (examples.Count == 0)
            throw new ArgumentException("At least one point is needed.", nameof(examples));
        var continual = model.Spec.Task.Family == TaskFamily.ContinualSines;
        CurveExample[][] parts = continual ? [.. examples.GroupBy(point => point.Part).OrderBy(part => part.Key).Select(part => part.ToArray())] : [[.. examples]];
        var inner = model.InnerLoop(options);
        if (inner.Steps > 0 && inner.Steps < parts.Length)
            throw new ArgumentException($"{parts.Length} parts need at least as many steps.", nameof(options));
        return FirstUse.Guard((learner.Kind, model.Spec.InnerLoop, "fit", examples.Count, traced?.Length), () => Fit(model, learner, parts, inner, options, from, traced, seen, stop));
    }

    private static AdaptedCurve Fit(
        WarpModel model, CurveLearner learner, CurveExample[][] parts, InnerLoop inner, AdaptationOptions options, AdaptedCurve? from, double[]? traced,
        Action<int, double, double[]>? seen, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        var (parameters, place) = (model.Parameters, Placement.Of(model.Parameters.Initialization.Tensors[0]));
        CurveExample[] all = [.. parts.SelectMany(part => part)];
        using var task = new GivenCurve(learner, [.. parts.Select(part => Points(part, place))], Points(all, place), inner.Steps);
        var range = model.Spec.Task.Family == TaskFamily.ContinualSines ? model.Spec.Task.Continual.Range : model.Spec.Task.Sinusoid.Range;
        var x = CurvePictures.Grid(-range, range);
        var shown = traced is not null ? Enumerable.Range(0, inner.Steps + 1).ToHashSet() : parts.Length > 1 ? Enumerable.Range(1, parts.Length).Select(task.EndOf).ToHashSet() : CurvePictures.Shown(inner.Steps);
        var (fits, trace) = (new List<CurveFit>(), new List<double[]>());
        var start = from?.Theta.Clone() ?? ((IMetaTask)task).Start(parameters.Initialization);
        fits.Add(CurvePictures.Fit(learner, 0, start, parameters.Phi, x));
        Look(start);
        var end = inner.Run(task, start, parameters.Phi, model.Rates(options), step =>
        {
            if (traced is not null)
                seen?.Invoke(step.Step, step.Loss, trace[step.Step]);
            if (shown.Contains(step.Step + 1))
                fits.Add(CurvePictures.Fit(learner, step.Step + 1, step.Next, parameters.Phi, x));
            Look(step.Next);
        }, stop, options.StopBelow);
        using var quiet = torch.no_grad();
        if (end.Losses.Count < inner.Steps && fits[^1].Step != end.Losses.Count)
            fits.Add(CurvePictures.Fit(learner, end.Losses.Count, end.Theta, parameters.Phi, x));
        var final = task.FinalLoss(end.Theta, parameters.Phi).Number();
        return new AdaptedCurve(
            learner, end.Theta, parameters.Phi.Clone().DetachFromScope(), [.. end.Losses, final],
            new CurvePicture([.. all.Select(point => point.X)], [.. all.Select(point => point.Y)], x, [], fits))
        { Trace = trace };

        void Look(ParameterSet theta)
        {
            if (traced is not null)
                trace.Add(learner.Outputs(theta, parameters.Phi, traced));
        }
    }

    private static CurvePoints Points(CurveExample[] examples, Placement place) =>
        CurvePoints.Of(Array.ConvertAll(examples, point => point.X), Array.ConvertAll(examples, point => point.Y), place);
}

/// <summary>A model adapted to a caller's curve, ready for inputs. It stays usable after its model is disposed.</summary>
public sealed class AdaptedCurve : IDisposable
{
    private readonly CurveLearner _learner;
    private readonly ParameterSet _phi;

    internal AdaptedCurve(CurveLearner learner, ParameterSet theta, ParameterSet phi, IReadOnlyList<double> losses, CurvePicture picture) =>
        (_learner, Theta, _phi, Losses, Picture) = (learner, theta, phi, losses, picture);

    /// <summary>Mean squared error before each step, on the points of that step, and after the last on all points.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>Outputs at the inputs that were asked about, at the start and after every adaptation step; empty where none were.</summary>
    public IReadOnlyList<double[]> Trace { get; init; } = [];

    /// <summary>The curve on the way of adaptation.</summary>
    public CurvePicture Picture { get; }

    /// <summary>Bytes of its tensors.</summary>
    public long Bytes => Theta.Bytes + _phi.Bytes;

    /// <summary>θ.</summary>
    internal ParameterSet Theta { get; }

    /// <summary>Outputs, each the same whatever else is asked.</summary>
    /// <param name="queries">Inputs.</param>
    public double[] Predict(double[] queries)
    {
        TorchRuntime.ApplyToThread();
        return FirstUse.Guard((_learner.Kind, "outputs", queries.Length), () => _learner.Outputs(Theta, _phi, queries));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Theta.Dispose();
        _phi.Dispose();
    }
}
