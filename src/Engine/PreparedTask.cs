using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine;

/// <summary>A caller's task, checked and ready to be adapted to by the model that prepared it.</summary>
public sealed class PreparedTask
{
    private readonly bool _alone;

    internal PreparedTask(FewShotTask task, AdaptationOptions options, bool clips) => (Task, Options, _alone) = (task, options, clips || options.StopBelow is not null);

    /// <summary>Support images, with their copies where the model makes some.</summary>
    public int Images => Task.SupportCount;

    /// <summary>
    /// Equal for tasks of one model that can be adapted to together; null where a task can only be adapted to alone, because when it
    /// stops depends on its loss, or how far a step goes on the length of its gradient.
    /// </summary>
    public object? Alike => _alone ? null : (Task.Ways, Task.SupportCount, Options);

    /// <summary>The task.</summary>
    internal FewShotTask Task { get; }

    /// <summary>How to adapt to it.</summary>
    internal AdaptationOptions Options { get; }
}
