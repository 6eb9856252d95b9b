using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Contracts.Progress;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Shared;

/// <summary>A page that shows things of the team and follows their changes.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private string _thing = "";
    private string? _team;

    /// <summary>Makes the page.</summary>
    protected LivePage() => Left = _left.Token;

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
    protected CancellationToken Left { get; }

    /// <summary>The thing that the page shows, by its address: where the visitor goes on to another one, all is read anew.</summary>
    protected virtual string Thing => "";

    /// <summary>Whether the first reading is done, well or not.</summary>
    protected bool Loaded { get; private set; }

    /// <summary>Why it cannot be shown; null when it can.</summary>
    protected string? Failure { get; private set; }

    /// <summary>Reads everything the page shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>Forgets what was read, because another <see cref="Thing"/> is looked at now.</summary>
    protected virtual void Forget()
    {
    }

    /// <summary>Reads again what changed; does nothing for changes that do not concern the page.</summary>
    protected abstract Task ReadChangeAsync(TeamChange change);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        (_team, _thing) = (Session.Team?.Slug, Thing);
        Changes.Happened += OnChangeAsync;
        Session.Changed += OnSessionChanged;
        await ReadAllAsync();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_thing == Thing)
            return;
        (_thing, Loaded, Failure) = (Thing, false, null);
        Forget();
        await ReadAllAsync();
    }

    /// <summary>Reads everything and shows it, or why not.</summary>
    protected async Task ReadAllAsync()
    {
        var looked = (Thing, _team);
        var failure = await Notices.FailureOf(ReadAsync);
        // How the reading of another thing, or of another team's, went tells nothing of this one.
        if (looked != (Thing, _team))
            return;
        (Failure, Loaded) = (failure, true);
        StateHasChanged();
    }

    private Task OnChangeAsync(TeamChange change) => InvokeAsync(async () =>
    {
        // Pages are told one after the other: the visitor may have left this one meanwhile.
        if (Left.IsCancellationRequested)
            return;
        try
        {
            if (change.Kind == TeamChangeKinds.Connected)
                await ReadAllAsync();
            else if (await Notices.FailureOf(() => ReadChangeAsync(change)) is null)
                StateHasChanged();
        }
        catch (Exception failure)
        {
            // A broken page must not end the feed of the others: its own error boundary shows it, as long as it is there.
            if (!Left.IsCancellationRequested)
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
