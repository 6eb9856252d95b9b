using System.Collections.Concurrent;

namespace WarpGrad.Engine.Compute;

/// <summary>
/// Lets work of a kind that this process has not done yet run by itself, and all other work side by side. When two threads were the
/// first to differentiate a convolution of some shape at the same moment, one process in five ended in a segmentation fault inside
/// libtorch's kernels, which are made at first use and then shared; done once by one thread, it never did.
/// </summary>
public static class FirstUse
{
    private static readonly ConcurrentDictionary<object, bool> Known = new();
    private static readonly ReaderWriterLockSlim Gate = new();

    /// <summary>Does a piece of work. Pieces must not contain one another.</summary>
    /// <typeparam name="TResult">Its result.</typeparam>
    /// <param name="kind">What decides the shapes of its tensors, compared by value.</param>
    /// <param name="work">The work.</param>
    public static TResult Guard<TResult>(object kind, Func<TResult> work)
    {
        if (!Known.ContainsKey(kind))
        {
            Gate.EnterWriteLock();
            try
            {
                var result = work();
                Known.TryAdd(kind, true);
                return result;
            }
            finally
            {
                Gate.ExitWriteLock();
            }
        }

        Gate.EnterReadLock();
        try
        {
            return work();
        }
        finally
        {
            Gate.ExitReadLock();
        }
    }
}
