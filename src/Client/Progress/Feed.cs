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
            var lost = !await TryStartAsync(connection, cancel).ConfigureAwait(false);
            if (!lost)
            {
                report?.Invoke(FeedState.Live);
                await using var items = open(connection, cancel).GetAsyncEnumerator(cancel);
                bool? moved;
                while ((moved = await TryMoveAsync(items).ConfigureAwait(false)) is true)
                {
                    pause = FirstPause;
                    yield return items.Current;
                }

                lost = moved is null;
            }

            cancel.ThrowIfCancellationRequested();
            // Told before asking, which may take long without a connection; a stream that came to its end is most likely over.
            if (lost)
                report?.Invoke(FeedState.Reconnecting);
            if (await IsOverAsync(isOver, report, cancel).ConfigureAwait(false))
                yield break;
            if (!lost)
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
        catch (Exception exception) when (IsLoss(exception))
        {
            return false;
        }
    }

    /// <summary>Whether there is a next item; null after a loss.</summary>
    private static async Task<bool?> TryMoveAsync<T>(IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            return null;
        }
    }

    private static async Task<bool> IsOverAsync(Func<CancellationToken, Task<bool>> isOver, Action<FeedState>? report, CancellationToken cancel)
    {
        try
        {
            var over = await isOver(cancel).ConfigureAwait(false);
            if (over)
                report?.Invoke(FeedState.Ended);
            return over;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return false;
        }
        catch (WarpGradException refusal) when ((int)refusal.Status >= 500 || (int)refusal.Status == 429)
        {
            return false;
        }
        catch (WarpGradException)
        {
            report?.Invoke(FeedState.Ended);
            throw;
        }
    }

    // A refusal by the hub counts as a loss, too: isOver then learns over REST, in plain words, whether it is for good.
    // So does a cancellation, which may be a time limit: whether it is the caller's, only the caller's token says.
    private static bool IsLoss(Exception exception) =>
        exception is HttpRequestException or HubException or IOException or TimeoutException or OperationCanceledException
            or InvalidOperationException or System.Net.WebSockets.WebSocketException or AggregateException;
}
