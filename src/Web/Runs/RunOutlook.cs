using WarpGrad.Contracts.Runs;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.Runs;

/// <summary>A waiting run's outlook in words.</summary>
public static class RunOutlook
{
    /// <summary>Its place, and about when it starts where that is known.</summary>
    public static string Place(RunSummary run) => run switch
    {
        { QueuePlace: { } place, StartsInSeconds: { } seconds } => $"number {Say.Count(place)} in the queue, starts in about {About(seconds)}",
        { QueuePlace: { } place } => $"number {Say.Count(place)} in the queue",
        _ => "",
    };

    /// <summary>An estimate, which is no more exact than it looks.</summary>
    public static string About(double seconds) => Say.Duration(TimeSpan.FromSeconds(Math.Max(1, Math.Round(seconds))));
}
