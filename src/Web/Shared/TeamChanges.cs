using WarpGrad.Client;
using WarpGrad.Client.Progress;
using WarpGrad.Contracts.Progress;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Shared;

/// <summary>One live feed of the team looked at, shared by all pages.</summary>
public sealed class TeamChanges
{
    private readonly WarpGradClient _client;
    private readonly Session _session;
    private CancellationTokenSource? _stop;
    private string? _team;

    /// <summary>Follows the session: one feed for the chosen team, none when signed out.</summary>
    public TeamChanges(WarpGradClient client, Session session)
    {
        (_client, _session) = (client, session);
        session.Changed += Follow;
        Follow();
    }

    /// <summary>Something of the team changed; of kind <see cref="TeamChangeKinds.Connected"/> when everything must be read again.</summary>
    public event Func<TeamChange, Task>? Happened;

    /// <summary><see cref="State"/> changed.</summary>
    public event Action? StateChanged;

    /// <summary>How the feed stands.</summary>
    public FeedState State { get; private set; }

    /// <summary>Tells all who listen of a change, one after the other.</summary>
    /// <param name="change">The change.</param>
    public async Task TellAsync(TeamChange change)
    {
        foreach (var listener in Happened?.GetInvocationList() ?? [])
            await ((Func<TeamChange, Task>)listener)(change);
    }

    private void Follow()
    {
        if (_session.Team?.Slug == _team)
            return;
        _stop?.Cancel();
        _stop = null;
        _team = _session.Team?.Slug;
        if (_team is null)
            return;
        _stop = new CancellationTokenSource();
        _ = ReadAsync(_team, _stop.Token);
    }

    private async Task ReadAsync(string team, CancellationToken stop)
    {
        try
        {
            await foreach (var change in _client.TeamFeed.ReadAsync(team, Report, stop))
            {
                // A role may be another now, and with it what pages offer; or the team is left, and its feed with it.
                if (change.Kind == TeamChangeKinds.Member)
                    await Notices.FailureOf(() => _session.RefreshAsync());
                await TellAsync(change);
            }

            // It ends where the team was left or deleted while no connection told of it.
            await Notices.FailureOf(() => _session.RefreshAsync());
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Another team was chosen, or the visitor left: its feed is no longer wanted.
        }
        catch (WarpGradException)
        {
            // Signed out: the session has noticed it by the same answer and shows the sign-in form.
        }
    }

    private void Report(FeedState state)
    {
        if (state == State)
            return;
        State = state;
        StateChanged?.Invoke();
    }
}
