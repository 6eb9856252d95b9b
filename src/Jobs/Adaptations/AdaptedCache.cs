using System.Text.Json;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Adaptations;
using WarpGrad.Engine;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>
/// Keeps the kept adaptations used last ready in memory, by id and round. One that is not there, after a restart or in another worker,
/// is adapted anew from its stored questions, round by round, to the same bits.
/// </summary>
internal sealed class AdaptedCache(IOptions<WorkerOptions> options) : IDisposable
{
    private readonly SharedCache<(Guid Kept, int Round), AdaptedTask> _tasks =
        new(options.Value.AdaptationsCached, options.Value.AdaptationMegabytes * 1024L * 1024, task => task.Bytes);

    /// <summary>Borrows a kept adaptation as it was after a round.</summary>
    /// <param name="kept">Its id.</param>
    /// <param name="round">The round.</param>
    /// <param name="queue">Where its questions are stored.</param>
    /// <param name="model">Its model.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="AdaptationGoneException">It was deleted or has expired.</exception>
    public SharedCache<(Guid, int), AdaptedTask>.Borrowed Borrow(Guid kept, int round, AdaptationQueue queue, WarpModel model, CancellationToken stop) =>
        _tasks.Borrow((kept, round), () => Replay(queue.Rounds(kept, round), round, model, stop));

    /// <summary>Keeps one that was just made; the cache takes it over.</summary>
    public void Put(Guid kept, int round, AdaptedTask task)
    {
        var taken = false;
        using var borrowed = _tasks.Borrow((kept, round), () =>
        {
            taken = true;
            return task;
        });
        if (!taken)
            task.Dispose();
    }

    public void Dispose() => _tasks.Dispose();

    private static AdaptedTask Replay(IReadOnlyList<byte[]> rounds, int round, WarpModel model, CancellationToken stop)
    {
        if (rounds.Count != round)
            throw new AdaptationGoneException();
        var unmeasured = new WorkClock(0);
        AdaptedTask? task = null;
        foreach (var request in rounds.Select(Read))
        {
            var before = task;
            try
            {
                task = before?.Continue(model, request, unmeasured, stop) ?? AdaptedTask.Begin(model, request, unmeasured, stop);
            }
            finally
            {
                before?.Dispose();
            }
        }

        return task!;
    }

    private static AdaptAndPredictRequest Read(byte[] request) => JsonSerializer.Deserialize<AdaptAndPredictRequest>(request, SpecJson.Options)!;
}

/// <summary>A kept adaptation is no longer there.</summary>
internal sealed class AdaptationGoneException() : Exception("There is no such adaptation any more: it was deleted or its time was over.");
