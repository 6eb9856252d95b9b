using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>A model adapted to a caller's examples: what a kept adaptation is in a worker's memory. Any number of threads may use it.</summary>
internal abstract class AdaptedTask : IDisposable
{
    /// <summary>Bytes it takes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Adapts a model anew.</summary>
    /// <param name="model">A model of images or of curves.</param>
    /// <param name="request">The examples and how to adapt.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <param name="live">Told of the steps of a request that wants them; null where nobody watches.</param>
    /// <param name="stacks">Adapts to images, perhaps together with others; null for alone.</param>
    /// <exception cref="ArgumentException">The family keeps no adaptations, or the request does not fit the model.</exception>
    public static AdaptedTask Begin(WarpModel model, AdaptAndPredictRequest request, WorkClock clock, CancellationToken stop, LiveSteps? live = null, ImageStacks? stacks = null) => model.Spec.Task.Family switch
    {
        TaskFamily.FewShotImages or TaskFamily.MultiShotImages => AdaptedImages.Begin(model, request, clock, stop, live, stacks),
        TaskFamily.Sinusoids or TaskFamily.ContinualSines => AdaptedPoints.Begin(model, request, clock, stop, live),
        var family => throw new ArgumentException($"Adaptations of models of the family {family} cannot be kept."),
    };

    /// <summary>Goes on adapting on further examples beside its own; it stays as it is.</summary>
    public abstract AdaptedTask Continue(WarpModel model, AdaptAndPredictRequest request, WorkClock clock, CancellationToken stop);

    /// <summary>What adapting came to, without predictions.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">How it was adapted.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="stop">Ends between steps.</param>
    public abstract Answer Summarize(WarpModel model, AdaptAndPredictRequest request, WorkClock clock, CancellationToken stop);

    /// <summary>Predicts.</summary>
    public abstract IReadOnlyList<Prediction> Predict(IReadOnlyList<QueryExample> queries, WorkClock clock);

    /// <summary>Labels, as answers list them; empty without labels.</summary>
    public abstract IReadOnlyList<string> Labels { get; }

    /// <inheritdoc />
    public abstract void Dispose();

    /// <summary>How a request wants to be adapted to.</summary>
    protected static AdaptationOptions Options(AdaptAndPredictRequest request) => new(request.Steps, request.LearningRate, request.StopBelow, request.Warp);
}
