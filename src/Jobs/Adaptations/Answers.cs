using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tasks.Surfaces;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Answers questions of one use by the family of the model.</summary>
internal static class Answers
{
    /// <summary>Adapts the model and answers.</summary>
    /// <param name="request">A request that fits the model's family.</param>
    /// <param name="model">The model.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <param name="live">Told of the steps; null where nobody watches.</param>
    /// <param name="stacks">Adapts to images, perhaps together with others.</param>
    public static Answer To(AdaptAndPredictRequest request, WarpModel model, WorkClock clock, CancellationToken stop, LiveSteps? live, ImageStacks stacks) => model.Spec.Task.Family switch
    {
        TaskFamily.Maze => clock.Adapting(() => Maze(request, model, stop)),
        TaskFamily.Surfaces => clock.Adapting(() => Surface(request, model, stop)),
        _ => Examples(request, model, clock, stop, live, stacks),
    };

    private static Answer Examples(
        AdaptAndPredictRequest request, WarpModel model, WorkClock clock, CancellationToken stop, LiveSteps? live, ImageStacks stacks)
    {
        using var adapted = AdaptedTask.Begin(model, request, clock, stop, live, stacks);
        return adapted.Summarize(model, request, clock, stop) with { Predictions = adapted.Predict(request.Query, clock) };
    }

    private static Answer Maze(AdaptAndPredictRequest request, WarpModel model, CancellationToken stop)
    {
        var walk = MazeWalk.Through(model, request.Maze!, new AdaptationOptions(request.Steps, request.LearningRate), stop);
        return new Answer([], [], walk.Losses, walk.Picture);
    }

    private static Answer Surface(AdaptAndPredictRequest request, WarpModel model, CancellationToken stop)
    {
        var question = request.Surface!;
        var surface = new Surface(question.A, question.B, question.S, model.Spec.Task.Surface.AsPrinted);
        var picture = SurfaceDescent.Descend(model, surface, question.Start[0], question.Start[1], new AdaptationOptions(request.Steps, request.LearningRate), stop);
        return new Answer([], [], picture.WarpedLosses, picture);
    }
}
