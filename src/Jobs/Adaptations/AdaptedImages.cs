using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Engine;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Serving;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>A model adapted to labelled images.</summary>
internal sealed class AdaptedImages : AdaptedTask
{
    private readonly ImageShape _shape;
    private readonly byte[] _support;
    private readonly int[] _classes;
    private readonly AdaptedLearner _learner;

    private AdaptedImages(ImageShape shape, IReadOnlyList<string> labels, byte[] support, int[] classes, AdaptedLearner learner) =>
        (_shape, Labels, _support, _classes, _learner) = (shape, labels, support, classes, learner);

    public override long Bytes => _support.Length + _learner.Bytes;

    public override IReadOnlyList<string> Labels { get; }

    public static new AdaptedImages Begin(WarpModel model, AdaptAndPredictRequest request, WorkClock clock, CancellationToken stop, LiveSteps? live, ImageStacks? stacks)
    {
        var shape = model.Image!.Value;
        List<string> labels = [.. request.Support.Select(example => example.Label!).Distinct()];
        var support = clock.Reading(() => PackedPixels.OfSupport(request.Support, shape));
        int[] classes = [.. request.Support.Select(example => labels.IndexOf(example.Label!))];
        var traced = request.Trace ? clock.Reading(() => PackedPixels.OfQueries(request.Query, shape)) : null;
        var (ways, how) = (labels.Count, Options(request));
        var adapted = (traced, stacks) switch
        {
            ({ } queries, _) => clock.Adapting(() => model.Trace(
                support, classes, ways, queries, how, stop, live?.Watch<float[]>(probabilities => Describe(labels, request.Query, probabilities)))),
            (null, { } together) => together.Adapt(model, support, classes, ways, how, clock, stop),
            _ => clock.Adapting(() => model.Adapt(support, classes, ways, how, stop)),
        };
        return new AdaptedImages(shape, labels, support, classes, adapted);
    }

    public override AdaptedTask Continue(WarpModel model, AdaptAndPredictRequest request, WorkClock clock, CancellationToken stop)
    {
        var labels = Labels.ToList();
        if (request.Support.FirstOrDefault(example => !labels.Contains(example.Label!)) is { } unknown)
            throw new ArgumentException($"The label '{unknown.Label}' is new: this adaptation knows {string.Join(", ", labels.Take(10))}{(labels.Count > 10 ? ", …" : "")}. Make a new adaptation for other labels.");
        byte[] support = [.. _support, .. clock.Reading(() => PackedPixels.OfSupport(request.Support, _shape))];
        int[] classes = [.. _classes, .. request.Support.Select(example => labels.IndexOf(example.Label!))];
        return new AdaptedImages(
            _shape, Labels, support, classes, clock.Adapting(() => model.Continue(_learner, support, classes, labels.Count, Options(request), stop)));
    }

    public override Answer Summarize(WarpModel model, AdaptAndPredictRequest request, WorkClock clock, CancellationToken stop) => new(
        Labels, [], _learner.SupportLoss,
        LeaveOneOut: clock.Adapting(() => Judge(model, request, stop)),
        Warning: Familiarity.OfImages(model, _support, Labels.Count, Options(request), _learner.SupportLoss),
        Trace: request.Trace ? [.. _learner.Trace.Select((probabilities, step) => new TracedStep(step, _learner.SupportLoss[step], Describe(Labels, request.Query, probabilities)))] : null);

    public override IReadOnlyList<Prediction> Predict(IReadOnlyList<QueryExample> queries, WorkClock clock)
    {
        var pixels = clock.Reading(() => PackedPixels.OfQueries(queries, _shape));
        var probabilities = clock.Predicting(() => _learner.Predict(pixels));
        return Describe(Labels, queries, probabilities);
    }

    public override void Dispose() => _learner.Dispose();

    /// <summary>Leave-one-out from the model's own start: rounds on the way to here do not enter.</summary>
    private LeaveOneOutResult? Judge(WarpModel model, AdaptAndPredictRequest request, CancellationToken stop)
    {
        var passes = (long)_classes.Length * _classes.Length * (request.Steps ?? model.Spec.InnerLoop.Steps);
        var possible = _classes.CountBy(label => label).All(entry => entry.Value > 1);
        switch (request.LeaveOneOut)
        {
            case LeaveOneOut.Never: return null;
            case LeaveOneOut.Auto when !possible || passes > Limits.LeaveOneOutPasses: return null;
            case LeaveOneOut.Always when !possible:
                throw new ArgumentException("Leave-one-out needs two examples of every label: send more, or leave 'leaveOneOut' at 'auto'.");
        }

        var predicted = CrossValidation.Predict(model, _support, _classes, Labels.Count, CrossValidation.Singles(_classes.Length), Options(request), stop);
        var correct = predicted.Zip(_classes).Count(pair => pair.First == pair.Second);
        return new LeaveOneOutResult(correct, _classes.Length, (double)correct / _classes.Length);
    }

    private static IReadOnlyList<Prediction> Describe(IReadOnlyList<string> labels, IReadOnlyList<QueryExample> queries, float[][] probabilities) =>
        [.. queries.Select((query, n) => Describe(labels, query.Id!, probabilities[n]))];

    private static Prediction Describe(IReadOnlyList<string> labels, string id, float[] probabilities)
    {
        if (!Array.TrueForAll(probabilities, float.IsFinite))
            throw new RanAwayException();
        var best = Array.IndexOf(probabilities, probabilities.Max());
        return new Prediction(id, labels[best], labels.Zip(probabilities).ToDictionary(pair => pair.First, pair => (double)pair.Second));
    }
}
