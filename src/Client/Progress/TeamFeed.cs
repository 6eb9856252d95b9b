using Microsoft.AspNetCore.SignalR.Client;
using WarpGrad.Client.Teams;
using WarpGrad.Contracts.Progress;

namespace WarpGrad.Client.Progress;

/// <summary>Live changes of a team's runs, datasets and models.</summary>
public sealed class TeamFeed
{
    private readonly HubConnector _hub;
    private readonly TeamsClient _teams;

    internal TeamFeed(HubConnector hub, TeamsClient teams) => (_hub, _teams) = (hub, teams);

    /// <summary>
    /// Says what changed, never how: whoever shows it reads it again. The first item, and the first after each reconnection,
    /// is of kind <see cref="TeamChangeKinds.Connected"/>: then everything must be read again. Ends only by <paramref name="cancel"/>.
    /// </summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="report">Told how the feed stands.</param>
    /// <param name="cancel">Ends the feed.</param>
    /// <exception cref="WarpGradException">The caller is not signed in any more.</exception>
    public IAsyncEnumerable<TeamChange> ReadAsync(string team, Action<FeedState>? report = null, CancellationToken cancel = default) =>
        Feed.ReadAsync(
            _hub,
            (connection, stop) => connection.StreamAsync<TeamChange>(ProgressHub.SubscribeTeam, team, stop),
            async stop => (await _teams.ListAsync(stop).ConfigureAwait(false)).All(mine => mine.Slug != team),
            report, cancel);
}
