using WarpGrad.Contracts.Runs;

namespace WarpGrad.Web.Runs;

/// <summary>How far a run has come. One that succeeded is complete, also where its time limit ended it before the steps planned.</summary>
/// <param name="State">State of the run.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="Total">Meta-steps planned.</param>
public readonly record struct RunProgress(RunState State, long Step, long Total)
{
    /// <summary>How much is done, 0 to 1.</summary>
    public double Share => State == RunState.Succeeded ? 1 : Total > 0 ? (double)Step / Total : 0;

    /// <summary>Whether it ended well before all steps were done, which only a time limit does.</summary>
    public bool EndedByTime => State == RunState.Succeeded && Step < Total;
}
