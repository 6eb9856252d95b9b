using WarpGrad.Contracts.Runs;

namespace WarpGrad.Cli.Runs;

/// <summary>A run that is followed to its end.</summary>
/// <param name="title">What its line is called.</param>
/// <param name="run">The run as submitted.</param>
internal class FollowedRun(string title, RunSummary run)
{
    /// <summary>What its line is called.</summary>
    public string Title { get; } = title;

    /// <summary>The run as submitted.</summary>
    public RunSummary Run { get; } = run;

    /// <summary>Its newest picture so far.</summary>
    public RunPicture? Picture { get; set; }

    /// <summary>Whether nothing more happens to it.</summary>
    public bool IsFinal { get; set; }
}
