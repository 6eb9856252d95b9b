using System.Net;
using WarpGrad.Client;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Teams;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.SignIn;

/// <summary>Who visits, and which of their teams they look at.</summary>
public sealed class Session
{
    private const string TeamKey = "warpgrad.team";

    private readonly WarpGradClient _client;
    private readonly Browser _browser;

    /// <summary>Starts as <see cref="SessionStatus.Loading"/>.</summary>
    public Session(WarpGradClient client, Browser browser, SignedOutSignal signedOut)
    {
        (_client, _browser) = (client, browser);
        signedOut.Raised += () => Enter(Status == SessionStatus.SignedIn ? SessionStatus.SignedOut : Status);
    }

    /// <summary>What is known about the visitor.</summary>
    public SessionStatus Status { get; private set; }

    /// <summary>The visitor, when signed in.</summary>
    public Me? Me { get; private set; }

    /// <summary>The team looked at; null when signed out or in no team.</summary>
    public TeamSummary? Team { get; private set; }

    /// <summary>Something of the above changed.</summary>
    public event Action? Changed;

    /// <summary>Slug of the team looked at.</summary>
    public string TeamSlug => Team?.Slug ?? throw new InvalidOperationException("No team is chosen.");

    /// <summary>Whether the visitor may make things in the team.</summary>
    public bool MayMake => Team is { Role: >= TeamRole.Member };

    /// <summary>The visitor's role in a team; null when they are not in it.</summary>
    /// <param name="team">Slug of the team.</param>
    public TeamRole? RoleIn(string team) => Me?.Teams.FirstOrDefault(mine => mine.Slug == team)?.Role;

    /// <summary>Whether the visitor has at least a role in a team.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="role">The least role.</param>
    public bool IsAtLeast(string team, TeamRole role) => RoleIn(team) >= role;

    /// <summary>Asks the server who visits.</summary>
    public async Task LoadAsync()
    {
        try
        {
            if ((await _client.Accounts.SetupStatusAsync()).Required)
                Enter(SessionStatus.SetupRequired);
            else
                await SignedInAsync(await _client.Accounts.MeAsync());
        }
        catch (WarpGradException refusal) when (refusal.Status == HttpStatusCode.Unauthorized)
        {
            Enter(SessionStatus.SignedOut);
        }
        catch (Exception failure) when (failure is HttpRequestException or WarpGradException)
        {
            Enter(SessionStatus.Unreachable);
        }
    }

    /// <summary>Takes over somebody who has just signed in.</summary>
    public Task SignedInAsync(Me me) => TakeAsync(me, null);

    /// <summary>Reads the visitor and their teams again, after something of them changed.</summary>
    /// <param name="team">Slug of the team to look at from now on; the one looked at when absent.</param>
    public async Task RefreshAsync(string? team = null)
    {
        if (team is not null)
            await _browser.WriteAsync(TeamKey, team);
        await TakeAsync(await _client.Accounts.MeAsync(), team);
    }

    /// <summary>Signs out.</summary>
    public async Task SignOutAsync()
    {
        await _client.Accounts.SignOutAsync();
        Enter(SessionStatus.SignedOut);
    }

    /// <summary>Signs out all browsers of the visitor.</summary>
    public async Task SignOutEverywhereAsync()
    {
        await _client.Accounts.SignOutEverywhereAsync();
        Enter(SessionStatus.SignedOut);
    }

    /// <summary>Looks at another team.</summary>
    public async Task ChooseTeamAsync(TeamSummary team)
    {
        Team = team;
        await _browser.WriteAsync(TeamKey, team.Slug);
        Changed?.Invoke();
    }

    private async Task TakeAsync(Me me, string? wanted)
    {
        // All tabs share what is remembered: it says where a tab begins, not where it is.
        var remembered = await _browser.ReadAsync(TeamKey);
        Me = me;
        Team = Find(wanted ?? Team?.Slug) ?? Find(remembered) ?? me.Teams.FirstOrDefault();
        Enter(SessionStatus.SignedIn);

        TeamSummary? Find(string? slug) => me.Teams.FirstOrDefault(team => team.Slug == slug);
    }

    private void Enter(SessionStatus status)
    {
        Status = status;
        if (status != SessionStatus.SignedIn)
            (Me, Team) = (null, null);
        Changed?.Invoke();
    }
}
