using WarpGrad.Contracts.Runs;

namespace WarpGrad.Web.Runs;

/// <summary>States and priorities of runs, in people's words.</summary>
internal static class RunWords
{
    /// <summary>Name of a state.</summary>
    public static string Of(RunState state) => state switch
    {
        RunState.Queued => RunsTexts.Queued,
        RunState.Running => RunsTexts.Running,
        RunState.Pausing => RunsTexts.Pausing,
        RunState.Paused => RunsTexts.Paused,
        RunState.Cancelling => RunsTexts.Cancelling,
        RunState.Cancelled => RunsTexts.Cancelled,
        RunState.Succeeded => RunsTexts.Succeeded,
        RunState.Failed => RunsTexts.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state."),
    };

    /// <summary>Name of a priority.</summary>
    public static string Of(RunPriority priority) => priority switch
    {
        RunPriority.Low => RunsTexts.LowPriority,
        RunPriority.Normal => RunsTexts.NormalPriority,
        RunPriority.High => RunsTexts.HighPriority,
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "Unknown priority."),
    };
}
