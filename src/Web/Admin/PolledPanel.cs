using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.Admin;

/// <summary>A panel on the whole installation: no message tells of its changes, so it asks every few seconds while somebody looks.</summary>
public abstract class PolledPanel : ComponentBase, IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);
    private readonly CancellationTokenSource _left = new();

    /// <summary>The server.</summary>
    [Inject] protected WarpGradClient Client { get; set; } = null!;

    /// <summary>Messages at the edge of the page.</summary>
    [Inject] protected Notices Notices { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    /// <summary>Why it cannot be shown; null when it can.</summary>
    protected string? Failure { get; private set; }

    /// <summary>Asks the server for all that is shown.</summary>
    protected abstract Task AskAsync();

    /// <summary>Asks now.</summary>
    protected async Task ReadAsync() => Failure = await Notices.FailureOf(AskAsync);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        _ = FollowAsync();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(Pace, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_left.Token))
            {
                await ReadAsync();
                StateHasChanged();
            }
        }
        catch (Exception left) when (left is OperationCanceledException or ObjectDisposedException)
        {
            // The visitor looks at something else.
        }
    }
}
