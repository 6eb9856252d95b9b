using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace WarpGrad.Client.Progress;

/// <summary>Reads a hub stream across lost connections.</summary>
internal static class Feed
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Items of the stream, opened anew after each loss, until it ends for good.</summary>
    /// <param name="hub">Makes connections.</param>
    /// <param name="open">Opens the stream; called again after a loss, so it must say from where to go on.</param>
    /// <param name="isOver">
    /// Asked when a stream ended or was refused: true when nothing more can come, false to open it again.
    /// Throws <see cref="WarpGradException"/> when the caller may not read it at all.
    /// </param>
    /// <param name="report">Told how the feed stands.</param>
    /// <param name="cancel">Ends the feed.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        HubConnector hub, Func<HubConnection, CancellationToken, IAsyncEnumerable<T>> open, Func<CancellationToken, Task<bool>> isOver,
        Action<FeedState>? report, [EnumeratorCancellation] CancellationToken cancel)
    {
        report?.Invoke(FeedState.Connecting);
        var pause = FirstPause;
        while (true)
        {
            await using var connection = hub.Make();
            if (await TryStartAsync(connection, cancel).ConfigureAwait(false))
            {
                report?.Invoke(FeedState.Live);
                await using var items = open(connection, cancel).GetAsyncEnumerator(cancel);
                while (await TryMoveAsync(items, cancel).ConfigureAwait(false))
                {
                    pause = FirstPause;
                    yield return items.Current;
                }
            }

            if (await TryAskAsync(isOver, cancel).ConfigureAwait(false))
                yield break;
            report?.Invoke(FeedState.Reconnecting);
            await Task.Delay(pause, cancel).ConfigureAwait(false);
            pause = pause * 2 < hub.LongestPause ? pause * 2 : hub.LongestPause;
        }
    }

    private static async Task<bool> TryStartAsync(HubConnection connection, CancellationToken cancel)
    {
        try
        {
            await connection.StartAsync(cancel).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (IsLoss(exception, cancel))
        {
            return false;
        }
    }

    private static async Task<bool> TryMoveAsync<T>(IAsyncEnumerator<T> items, CancellationToken cancel)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLoss(exception, cancel))
        {
            return false;
        }
    }

    private static async Task<bool> TryAskAsync(Func<CancellationToken, Task<bool>> isOver, CancellationToken cancel)
    {
        try
        {
            return await isOver(cancel).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (WarpGradException refusal) when ((int)refusal.Status >= 500 || (int)refusal.Status == 429)
        {
            return false;
        }
    }

    // A refusal by the hub counts as a loss, too: isOver then learns over REST, in plain words, whether it is for good.
    private static bool IsLoss(Exception exception, CancellationToken cancel) =>
        !cancel.IsCancellationRequested
        && exception is HttpRequestException or HubException or IOException or TimeoutException or OperationCanceledException
            or InvalidOperationException or System.Net.WebSockets.WebSocketException or AggregateException;
}
