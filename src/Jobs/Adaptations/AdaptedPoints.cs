using WarpGrad.Contracts.Adaptations;
using WarpGrad.Engine;
using WarpGrad.Engine.Serving;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>A model adapted to points of a curve.</summary>
internal sealed class AdaptedPoints : AdaptedTask
{
    private readonly CurveExample[] _points;
    private readonly AdaptedCurve _curve;

    private AdaptedPoints(CurveExample[] points, AdaptedCurve curve) => (_points, _curve) = (points, curve);

    public override long Bytes => _curve.Bytes;

    public override IReadOnlyList<string> Labels => [];

    public static AdaptedPoints Begin(WarpModel model, AdaptAndPredictRequest request, WorkClock clock, CancellationToken stop, LiveSteps? live) =>
        Fit(model, Points(request), null, request, clock, stop, live);

    public override AdaptedTask Continue(WarpModel model, AdaptAndPredictRequest request, WorkClock clock, CancellationToken stop) =>
        Fit(model, [.. _points, .. Points(request)], _curve, request, clock, stop, null);

    public override Answer Summarize(WarpModel model, AdaptAndPredictRequest request, WorkClock clock, CancellationToken stop)
    {
        if (request.LeaveOneOut == LeaveOneOut.Always)
            throw new ArgumentException("Leave-one-out counts labels that were predicted right; points of a curve have none.");
        return new Answer(
            [], [], _curve.Losses, _curve.Picture, Warning: Familiarity.OfCurve(model, _points),
            Trace: request.Trace ? [.. _curve.Trace.Select((outputs, step) => new TracedStep(step, _curve.Losses[step], Describe(request.Query, outputs)))] : null);
    }

    public override IReadOnlyList<Prediction> Predict(IReadOnlyList<QueryExample> queries, WorkClock clock)
    {
        var outputs = clock.Predicting(() => _curve.Predict([.. queries.Select(query => query.X![0])]));
        return Describe(queries, outputs);
    }

    public override void Dispose() => _curve.Dispose();

    private static AdaptedPoints Fit(
        WarpModel model, CurveExample[] points, AdaptedCurve? from, AdaptAndPredictRequest request, WorkClock clock, CancellationToken stop, LiveSteps? live)
    {
        var traced = request.Trace ? request.Query.Select(query => query.X![0]).ToArray() : null;
        var curve = clock.Adapting(() => CurveFitting.Fit(model, points, Options(request), from, stop, traced, live?.Watch<double>(outputs => Describe(request.Query, outputs))));
        if (curve.Losses.All(double.IsFinite))
            return new AdaptedPoints(points, curve);
        curve.Dispose();
        throw new RanAwayException();
    }

    private static IReadOnlyList<Prediction> Describe(IReadOnlyList<QueryExample> queries, double[] outputs) =>
        Array.TrueForAll(outputs, double.IsFinite) ? [.. queries.Zip(outputs, (query, y) => new Prediction(query.Id!, null, null, [y]))] : throw new RanAwayException();

    private static CurveExample[] Points(AdaptAndPredictRequest request) =>
        [.. request.Support.Select(example => new CurveExample(example.X![0], example.Y![0], example.Part))];
}
