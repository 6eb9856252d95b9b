using Microsoft.Extensions.Options;
using WarpGrad.Engine;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>
/// Adapts models to labelled images for questions of one use: together with other questions to the same model that wait at the same
/// moment, where the settings say so. What is kept is adapted alone: it must come out the same to the bit when it is done again.
/// </summary>
internal sealed partial class ImageStacks(IOptions<WorkerOptions> options, ILogger<ImageStacks> logger)
{
    /// <summary>Tasks in a stack at most.</summary>
    private const int MostTasks = 32;

    /// <summary>
    /// Support images in a stack at most. A stack saves what it costs to tell a GPU what to do, which is little beside the work itself
    /// for that many images; and its activations take memory.
    /// </summary>
    private const int MostImages = 800;

    private readonly StackGate<(WarpModel Model, PreparedTask Task), AdaptedLearner> _gate = new(
        (one, stop) => one.Model.Adapt(one.Task, stop),
        (several, stop) =>
        {
            Together(logger, several.Count);
            return several[0].Model.AdaptTogether([.. several.Select(one => one.Task)], stop);
        });

    /// <summary>Adapts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="support">Support images, uint8 [n, channels, height, width].</param>
    /// <param name="classes">Class of each.</param>
    /// <param name="ways">Classes.</param>
    /// <param name="how">Steps and step size.</param>
    /// <param name="clock">Measures; waiting for others counts as waiting.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="ArgumentException">When images, classes or ways do not fit together or the model.</exception>
    public AdaptedLearner Adapt(WarpModel model, byte[] support, int[] classes, int ways, AdaptationOptions how, WorkClock clock, CancellationToken stop)
    {
        var task = clock.Adapting(() => model.Prepare(support, classes, ways, how));
        var most = Math.Min(MostTasks, MostImages / task.Images);
        if (!options.Value.StacksAdaptations || task.Alike is not { } alike || most < 2)
            return clock.Adapting(() => model.Adapt(task, stop));
        var (adapted, waited) = clock.Adapting(() => _gate.Pass((model, alike), (model, task), most, stop));
        clock.HadToWait(waited);
        return adapted;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Adapting to {Count} tasks together.")]
    private static partial void Together(ILogger logger, int count);
}
