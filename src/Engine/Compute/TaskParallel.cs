using System.Runtime.ExceptionServices;

namespace WarpGrad.Engine.Compute;

/// <summary>Runs independent pieces of work side by side; results come back in the order of their index.</summary>
public static class TaskParallel
{
    /// <summary>Computes <paramref name="work"/> for every index below <paramref name="count"/>.</summary>
    /// <typeparam name="TResult">Result of one piece; disposed if the whole fails and it is disposable.</typeparam>
    /// <param name="count">Number of pieces.</param>
    /// <param name="workers">Threads to use at most, the caller's among them.</param>
    /// <param name="work">The piece of that index. It must not share mutable state with others.</param>
    /// <param name="stop">Ends the work between pieces.</param>
    /// <param name="kind">What decides the shapes of the pieces' tensors, compared by value; see <see cref="FirstUse"/>.</param>
    /// <exception cref="OperationCanceledException">When stopped.</exception>
    public static TResult[] Map<TResult>(int count, int workers, Func<int, TResult> work, CancellationToken stop, object kind)
    {
        TorchRuntime.Apply();
        var results = new TResult[count];
        var done = new bool[count];
        var next = -1;
        Exception? failure = null;

        void Work()
        {
            try
            {
                TorchRuntime.ApplyToThread();
                int index;
                while (Volatile.Read(ref failure) is null && (index = Interlocked.Increment(ref next)) < count)
                {
                    stop.ThrowIfCancellationRequested();
                    results[index] = FirstUse.Guard(kind, () => work(index));
                    done[index] = true;
                }
            }
            catch (Exception exception)
            {
                // The caller gets the first failure as itself: it should not have to know that work was spread over threads.
                Interlocked.CompareExchange(ref failure, exception, null);
            }
        }

        // Threads of its own: pieces compute for seconds without pause, and a pool shared with the rest of a process may have none to spare.
        var helpers = Enumerable.Range(1, Math.Max(0, Math.Min(workers, count) - 1)).Select(_ => HelperThread.Start(Work)).ToArray();
        Work();
        foreach (var helper in helpers)
            helper.Join();
        if (failure is null)
            return results;
        // Only what was computed: a piece never reached is a default value, which may not bear disposing.
        foreach (var result in results.Where((_, index) => done[index]).OfType<IDisposable>())
            result.Dispose();
        ExceptionDispatchInfo.Throw(failure);
        return results;
    }
}
