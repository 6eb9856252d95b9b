using System.Text.Json;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Runs;

/// <summary>Names of the metric series of a run.</summary>
public static class MetricNames
{
    /// <summary>Query loss of training tasks before and after adaptation.</summary>
    public const string TrainLossBefore = "train.loss.before", TrainLossAfter = "train.loss.after";

    /// <summary>Mean meta-objective: of the warp over its trajectory points, or of the whole adaptation over tasks.</summary>
    public const string WarpObjective = "warp.objective";

    /// <summary>Size in MiB of the trajectory points kept for replay.</summary>
    public const string StoredMegabytes = "warp.storeMegabytes";

    /// <summary>Query loss of validation tasks before and after adaptation.</summary>
    public const string ValidationLossBefore = "validation.loss.before", ValidationLossAfter = "validation.loss.after";

    /// <summary>Training tasks per second, evaluation not counted.</summary>
    public const string TasksPerSecond = "tasksPerSecond";

    /// <summary>Score of training tasks before adaptation, such as <c>train.accuracy.before</c>.</summary>
    /// <param name="measure">What the score counts.</param>
    public static string TrainBefore(Measure measure) => $"train.{Name(measure)}.before";

    /// <summary>Score of training tasks after adaptation.</summary>
    /// <param name="measure">What the score counts.</param>
    public static string TrainAfter(Measure measure) => $"train.{Name(measure)}.after";

    /// <summary>Score of validation tasks before adaptation.</summary>
    /// <param name="measure">What the score counts.</param>
    public static string ValidationBefore(Measure measure) => $"validation.{Name(measure)}.before";

    /// <summary>Score of validation tasks after adaptation.</summary>
    /// <param name="measure">What the score counts.</param>
    public static string ValidationAfter(Measure measure) => $"validation.{Name(measure)}.after";

    private static string Name(Measure measure) => JsonNamingPolicy.CamelCase.ConvertName(measure.ToString());
}
