using WarpGrad.Contracts.Workers;

namespace WarpGrad.Web.Admin;

/// <summary>Workers in plain words.</summary>
public static class WorkerWords
{
    /// <summary>The state in a word or two.</summary>
    public static string Say(WorkerState state) => state switch
    {
        WorkerState.Active => "At work",
        WorkerState.Draining => "Leaving",
        WorkerState.Lost => "Lost",
        _ => "Gone",
    };

    /// <summary>What the state means.</summary>
    public static string Explain(WorkerState state) => state switch
    {
        WorkerState.Active => "It takes work.",
        WorkerState.Draining => "It takes no more work, finishes or puts down what it has, and ends.",
        WorkerState.Lost => "It fell silent without saying goodbye; other workers take its runs over.",
        _ => "It has ended.",
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
        [] => "nothing that takes long",
        [var run] => $"a run, step {Shared.Say.Count(run.Step)} of {Shared.Say.Count(run.TotalSteps)}",
        var runs => Shared.Say.Count(runs.Count, "run", "runs"),
    };
}
