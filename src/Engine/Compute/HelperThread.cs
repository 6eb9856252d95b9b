using System.Collections.Concurrent;

namespace WarpGrad.Engine.Compute;

/// <summary>
/// A thread that computes, waits and computes again. Native libraries keep a few KiB for every thread that ever used them, so threads
/// are kept and not made anew for every meta-step.
/// </summary>
internal sealed class HelperThread
{
    private static readonly ConcurrentBag<HelperThread> Idle = [];

    private readonly SemaphoreSlim _given = new(0), _done = new(0);
    private Action? _work;

    private HelperThread() => new Thread(Loop) { IsBackground = true, Name = "task" }.Start();

    /// <summary>Starts work on an idle thread, or on a new one where all are busy.</summary>
    /// <param name="work">The work; it must not throw.</param>
    public static HelperThread Start(Action work)
    {
        if (!Idle.TryTake(out var helper))
            helper = new HelperThread();
        helper._work = work;
        helper._given.Release();
        return helper;
    }

    /// <summary>Waits until the work is done, and lets the thread be used again.</summary>
    public void Join()
    {
        _done.Wait();
        Idle.Add(this);
    }

    private void Loop()
    {
        while (true)
        {
            _given.Wait();
            _work!();
            _work = null;
            _done.Release();
        }
    }
}
