using WarpGrad.Contracts.Workers;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Admin;

/// <summary>Workers in plain words.</summary>
public static class WorkerWords
{
    /// <summary>The state in a word or two.</summary>
    public static string Say(WorkerState state) => state switch
    {
        WorkerState.Active => AdminTexts.AtWork,
        WorkerState.Draining => AdminTexts.Leaving,
        WorkerState.Lost => AdminTexts.Lost,
        _ => AdminTexts.Gone,
    };

    /// <summary>What the state means.</summary>
    public static string Explain(WorkerState state) => state switch
    {
        WorkerState.Active => AdminTexts.AtWorkMeans,
        WorkerState.Draining => AdminTexts.LeavingMeans,
        WorkerState.Lost => AdminTexts.LostMeans,
        _ => AdminTexts.GoneMeans,
    };

    /// <summary>Style of the state.</summary>
    public static string Look(WorkerState state) => state switch
    {
        WorkerState.Active => "good",
        WorkerState.Draining => "wait",
        WorkerState.Lost => "bad",
        _ => "",
    };

    /// <summary>What it works on.</summary>
    public static string Work(WorkerSummary worker) => worker.Work switch
    {
        [] => AdminTexts.NothingLong,
        [var run] => AdminTexts.RunAtStep.With(Shared.Say.Count(run.Step), Shared.Say.Count(run.TotalSteps)),
        var runs => Shared.Say.Count(runs.Count, AdminTexts.OneRun, AdminTexts.ManyRuns),
    };
}
