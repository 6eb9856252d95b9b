using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR.Client;
using WarpGrad.Client.Runs;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Client.Progress;

/// <summary>Live events of a run.</summary>
public sealed class RunFeed
{
    private readonly HubConnector _hub;
    private readonly RunsClient _runs;

    internal RunFeed(HubConnector hub, RunsClient runs) => (_hub, _runs) = (hub, runs);

    /// <summary>
    /// Every event of a run after <paramref name="afterN"/>, past and future, in order, each exactly once.
    /// Lost connections are made again from the last event seen. Ends when the run is final and all was read.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="afterN">Number of the last event already known; 0 for all.</param>
    /// <param name="report">Told how the feed stands, on whatever thread reads it.</param>
    /// <param name="cancel">Ends the feed.</param>
    /// <exception cref="WarpGradException">The run does not exist, or the caller may not see it.</exception>
    public async IAsyncEnumerable<RunEvent> ReadAsync(
        Guid run, long afterN = 0, Action<FeedState>? report = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var last = afterN;
        var events = Feed.ReadAsync(
            _hub,
            (connection, stop) => connection.StreamAsync<RunEvent>(ProgressHub.Subscribe, run, last, stop),
            async stop => await _runs.GetAsync(run, stop).ConfigureAwait(false) is { } now && now.Summary.State.IsFinal() && now.LastEvent <= last,
            report, cancel);
        await foreach (var item in events.ConfigureAwait(false))
        {
            if (item.N <= last)
                continue;
            last = item.N;
            yield return item;
        }
    }
}
