namespace WarpGrad.Jobs.Sweeps;

/// <summary>A trial as successive halving sees it.</summary>
/// <param name="RunId">Its run.</param>
/// <param name="Merits">Its score on each rung that it has completed, where more is better; NaN where it has none, which is worse than any.</param>
/// <param name="Waits">Whether it rests on its last rung and may go on; false while it trains or when it has ended.</param>
internal sealed record HalvingTrial(Guid RunId, IReadOnlyList<double> Merits, bool Waits);

/// <summary>
/// Asynchronous successive halving (ASHA; Li et al., MLSys 2020): of all trials that have completed a rung, the best
/// 1/η go on, as soon as that many are known. Nobody waits for a rung to be full.
/// </summary>
internal static class SuccessiveHalving
{
    /// <summary>Trials that may go on now.</summary>
    /// <param name="trials">All trials of the sweep.</param>
    /// <param name="rungs">Number of rungs, the whole length included.</param>
    /// <param name="reduction">η.</param>
    public static IReadOnlyList<Guid> Promotions(IReadOnlyList<HalvingTrial> trials, int rungs, int reduction) =>
    [
        .. Enumerable.Range(0, rungs - 1).SelectMany(rung =>
        {
            var here = trials.Where(trial => trial.Merits.Count > rung).ToList();
            return here
                // NaN sorts below every number.
                .OrderByDescending(trial => trial.Merits[rung]).ThenBy(trial => trial.RunId)
                .Take(here.Count / reduction)
                .Where(trial => trial.Waits && trial.Merits.Count == rung + 1)
                .Select(trial => trial.RunId);
        }),
    ];
}
