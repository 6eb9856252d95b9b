using WarpGrad.Contracts.Runs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Runs;

/// <summary>A waiting run's outlook in words.</summary>
public static class RunOutlook
{
    /// <summary>Its place, and about when it starts where that is known.</summary>
    public static string Place(RunSummary run) => run switch
    {
        { QueuePlace: { } place, StartsInSeconds: { } seconds } => RunsTexts.PlaceAndStart.With(Say.Count(place), About(seconds)),
        { QueuePlace: { } place } => RunsTexts.PlaceInQueue.With(Say.Count(place)),
        _ => "",
    };

    /// <summary>Why nobody takes it; null where its turn comes.</summary>
    public static string? Obstacle(RunSummary run) => run.Obstacle switch
    {
        QueueObstacle.NoWorker => RunsTexts.NoWorkerTrains,
        QueueObstacle.NoSuchDevice => RunsTexts.NoSuchDevice,
        _ => null,
    };

    /// <summary>An estimate, which is no more exact than it looks.</summary>
    public static string About(double seconds) => Say.Duration(TimeSpan.FromSeconds(Math.Max(1, Math.Round(seconds))));
}
