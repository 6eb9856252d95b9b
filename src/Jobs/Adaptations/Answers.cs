using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tasks.Surfaces;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>What a model answers to a request, whatever its family.</summary>
/// <param name="Labels">Labels in the order they first appeared; empty without labels.</param>
/// <param name="Predictions">One for each query.</param>
/// <param name="SupportLoss">Loss on the examples by step.</param>
/// <param name="Picture">What there is to see.</param>
/// <param name="PredictMs">Milliseconds that predicting took, adapting apart.</param>
internal sealed record Answer(
    IReadOnlyList<string> Labels, IReadOnlyList<Prediction> Predictions, IReadOnlyList<double> SupportLoss, TaskPicture? Picture, double PredictMs);

/// <summary>Answers requests by the family of the model.</summary>
internal static class Answers
{
    /// <summary>Adapts the model and answers.</summary>
    /// <param name="request">A request that fits the model's family.</param>
    /// <param name="model">The model.</param>
    /// <param name="stop">Ends between steps.</param>
    public static Answer To(AdaptAndPredictRequest request, WarpModel model, CancellationToken stop)
    {
        var options = new AdaptationOptions(request.Steps, request.LearningRate);
        return model.Spec.Task.Family switch
        {
            TaskFamily.FewShotImages or TaskFamily.MultiShotImages => ImageAnswers.To(request, model, options, stop),
            TaskFamily.Sinusoids or TaskFamily.ContinualSines => Curve(request, model, options, stop),
            TaskFamily.Maze => Maze(request, model, options, stop),
            TaskFamily.Surfaces => Surface(request, model, options, stop),
            _ => throw new ArgumentOutOfRangeException(nameof(model), model.Spec.Task.Family, "Unknown task family."),
        };
    }

    private static Answer Curve(AdaptAndPredictRequest request, WarpModel model, AdaptationOptions options, CancellationToken stop)
    {
        CurveExample[] examples = [.. request.Support.Select(example => new CurveExample(example.X![0], example.Y![0], example.Part))];
        var fitted = CurveFitting.Fit(model, examples, [.. request.Query.Select(query => query.X![0])], options, stop);
        if (fitted.Outputs.Concat(fitted.Losses).Any(value => !double.IsFinite(value)))
            throw new ArgumentException("Adaptation ran away to infinity: use a smaller learning rate or fewer steps.");
        var predictions = request.Query.Zip(fitted.Outputs, (query, y) => new Prediction(query.Id!, null, null, [y]));
        return new Answer([], [.. predictions], fitted.Losses, fitted.Picture, 0);
    }

    private static Answer Maze(AdaptAndPredictRequest request, WarpModel model, AdaptationOptions options, CancellationToken stop)
    {
        var walk = MazeWalk.Through(model, request.Maze!, options, stop);
        return new Answer([], [], walk.Losses, walk.Picture, 0);
    }

    private static Answer Surface(AdaptAndPredictRequest request, WarpModel model, AdaptationOptions options, CancellationToken stop)
    {
        var question = request.Surface!;
        var surface = new Surface(question.A, question.B, question.S, model.Spec.Task.Surface.AsPrinted);
        var picture = SurfaceDescent.Descend(model, surface, question.Start[0], question.Start[1], options, stop);
        return new Answer([], [], picture.WarpedLosses, picture, 0);
    }
}
