namespace WarpGrad.Engine.Compute;

/// <summary>Runs independent pieces of work side by side; results come back in the order of their index.</summary>
public static class TaskParallel
{
    /// <summary>Computes <paramref name="work"/> for every index below <paramref name="count"/>.</summary>
    /// <typeparam name="TResult">Result of one piece; disposed if the whole fails and it is disposable.</typeparam>
    /// <param name="count">Number of pieces.</param>
    /// <param name="workers">Threads to use at most.</param>
    /// <param name="work">The piece of that index. It must not share mutable state with others.</param>
    /// <param name="stop">Ends the work between pieces.</param>
    /// <exception cref="OperationCanceledException">When stopped.</exception>
    public static TResult[] Map<TResult>(int count, int workers, Func<int, TResult> work, CancellationToken stop)
    {
        TorchRuntime.Apply();
        var results = new TResult[count];
        try
        {
            if (workers <= 1 || count <= 1)
            {
                for (var i = 0; i < count; i++)
                {
                    stop.ThrowIfCancellationRequested();
                    results[i] = work(i);
                }
            }
            else
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = stop };
                Parallel.For(0, count, options, i => results[i] = work(i));
            }

            return results;
        }
        catch (Exception exception)
        {
            foreach (var result in results.OfType<IDisposable>())
                result.Dispose();

            // One failing piece is reported as itself: callers should not have to know that work was spread over threads.
            if (exception is AggregateException { InnerExceptions: [var only, ..] })
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(only);
            throw;
        }
    }
}
