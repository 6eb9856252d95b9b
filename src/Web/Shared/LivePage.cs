using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Contracts.Progress;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Shared;

/// <summary>A page that shows things of the team and follows their changes.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private string? _team;

    /// <summary>The server.</summary>
    [Inject] protected WarpGradClient Client { get; set; } = null!;

    /// <summary>The visitor.</summary>
    [Inject] protected Session Session { get; set; } = null!;

    /// <summary>Messages at the edge of the page.</summary>
    [Inject] protected Notices Notices { get; set; } = null!;

    /// <summary>Changes of the team.</summary>
    [Inject] protected TeamChanges Changes { get; set; } = null!;

    /// <summary>Changes page.</summary>
    [Inject] protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>Cancelled when the visitor leaves the page.</summary>
    protected CancellationToken Left => _left.Token;

    /// <summary>Whether the first reading is done, well or not.</summary>
    protected bool Loaded { get; private set; }

    /// <summary>Why it cannot be shown; null when it can.</summary>
    protected string? Failure { get; private set; }

    /// <summary>Reads everything the page shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Reads again what changed; does nothing for changes that do not concern the page.</summary>
    protected abstract Task ReadChangeAsync(TeamChange change);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _team = Session.Team?.Slug;
        Changes.Happened += OnChangeAsync;
        Session.Changed += OnSessionChanged;
        await ReadAllAsync();
    }

    /// <summary>Reads everything and shows it, or why not.</summary>
    protected async Task ReadAllAsync()
    {
        Failure = await Notices.FailureOf(ReadAsync);
        Loaded = true;
        StateHasChanged();
    }

    private Task OnChangeAsync(TeamChange change) => InvokeAsync(async () =>
    {
        try
        {
            if (change.Kind == TeamChangeKinds.Connected)
                await ReadAllAsync();
            else if (await Notices.FailureOf(() => ReadChangeAsync(change)) is null)
                StateHasChanged();
        }
        catch (Exception failure)
        {
            // A broken page must not end the feed of the others: its own error boundary shows it.
            await DispatchExceptionAsync(failure);
        }
    });

    private void OnSessionChanged()
    {
        if (Session.Team is null)
            return;
        var same = Session.Team.Slug == _team;
        _team = Session.Team.Slug;
        // In the same team a name or a role may have changed.
        _ = same ? InvokeAsync(StateHasChanged) : InvokeAsync(ReadAllAsync);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Changes.Happened -= OnChangeAsync;
        Session.Changed -= OnSessionChanged;
        _left.Cancel();
        _left.Dispose();
        GC.SuppressFinalize(this);
    }
}
