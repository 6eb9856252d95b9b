namespace WarpGrad.Contracts.Runs;

/// <summary>Names of the metric series of a run.</summary>
public static class MetricNames
{
    /// <summary>Query loss of training tasks before and after adaptation.</summary>
    public const string TrainLossBefore = "train.loss.before", TrainLossAfter = "train.loss.after";

    /// <summary>Query accuracy of training tasks before and after adaptation.</summary>
    public const string TrainAccuracyBefore = "train.accuracy.before", TrainAccuracyAfter = "train.accuracy.after";

    /// <summary>Mean meta-objective: of the warp over its trajectory points, or of the whole adaptation over tasks.</summary>
    public const string WarpObjective = "warp.objective";

    /// <summary>Size in MiB of the trajectory points kept for replay.</summary>
    public const string StoredMegabytes = "warp.storeMegabytes";

    /// <summary>Query loss of validation tasks before and after adaptation.</summary>
    public const string ValidationLossBefore = "validation.loss.before", ValidationLossAfter = "validation.loss.after";

    /// <summary>Query accuracy of validation tasks before and after adaptation.</summary>
    public const string ValidationAccuracyBefore = "validation.accuracy.before", ValidationAccuracyAfter = "validation.accuracy.after";

    /// <summary>Training tasks per second, evaluation not counted.</summary>
    public const string TasksPerSecond = "tasksPerSecond";
}
