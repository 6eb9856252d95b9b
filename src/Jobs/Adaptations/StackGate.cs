using System.Diagnostics;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>
/// Brings together callers whose work can be done in one go. Nobody waits for company: who finds nobody of its kind at work begins at
/// once, alone. Who comes meanwhile waits for that to end, and then the first of those who wait does the work of all of them.
/// </summary>
/// <typeparam name="TItem">What a caller brings.</typeparam>
/// <typeparam name="TResult">What a caller gets, and owns.</typeparam>
/// <param name="alone">Does the work of one.</param>
/// <param name="together">Does the work of two or more of a kind; results in the same order.</param>
internal sealed class StackGate<TItem, TResult>(
    Func<TItem, CancellationToken, TResult> alone, Func<IReadOnlyList<TItem>, CancellationToken, IReadOnlyList<TResult>> together)
    where TResult : class, IDisposable
{
    private enum Turn
    {
        /// <summary>To do the work, with others who wait.</summary>
        Lead,

        /// <summary>Somebody else did it.</summary>
        Served,

        /// <summary>Somebody else tried to do it, for several at once: each then does its own, and meets its own failure.</summary>
        Alone,
    }

    private readonly Lock _lock = new();

    // Who waits, by kind; a kind has an entry for as long as one of it is at work.
    private readonly Dictionary<object, LinkedList<Member>> _waiting = [];

    /// <summary>Callers that wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Values.Sum(members => members.Count);
        }
    }

    /// <summary>Does a caller's work, or has it done. Blocks.</summary>
    /// <param name="kind">What can be done together, compared by value.</param>
    /// <param name="item">The caller's own.</param>
    /// <param name="most">Callers of this kind served in one go at most.</param>
    /// <param name="stop">Ends waiting, and the work where this caller does it.</param>
    /// <returns>The result, and how long the caller waited before work on it began.</returns>
    /// <exception cref="OperationCanceledException">When stopped; others are not.</exception>
    public (TResult Result, TimeSpan Waited) Pass(object kind, TItem item, int most, CancellationToken stop)
    {
        var me = new Member(item);
        var turn = Enter(kind, me) ? Turn.Lead : Await(kind, me, stop);
        if (turn == Turn.Served)
            return (me.Result!, me.Waited);
        me.Begin();
        if (turn == Turn.Alone)
            return (alone(item, stop), me.Waited);
        try
        {
            return (Lead(kind, me, most, stop), me.Waited);
        }
        finally
        {
            lock (_lock)
                PassOn(kind);
        }
    }

    /// <summary>Whether nobody of the kind is at work; otherwise the caller is now among those who wait.</summary>
    private bool Enter(object kind, Member me)
    {
        lock (_lock)
        {
            if (_waiting.TryAdd(kind, []))
                return true;
            _waiting[kind].AddLast(me);
            return false;
        }
    }

    private Turn Await(object kind, Member me, CancellationToken stop)
    {
        try
        {
            me.Turn.Task.Wait(stop);
            return me.Turn.Task.Result;
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
            {
                me.Left = true;
                me.Result?.Dispose();
                _waiting.GetValueOrDefault(kind)?.Remove(me);
                if (me.Turn.Task is { IsCompletedSuccessfully: true, Result: Turn.Lead })
                    PassOn(kind);
            }

            throw;
        }
    }

    private TResult Lead(object kind, Member me, int most, CancellationToken stop)
    {
        var others = Take(kind, most - 1);
        if (others.Count == 0)
            return alone(me.Item, stop);
        try
        {
            var results = together([me.Item, .. others.Select(other => other.Item)], stop);
            foreach (var (other, result) in others.Zip(results.Skip(1)))
                Serve(other, result);
            return results[0];
        }
        catch (Exception failure)
        {
            foreach (var other in others)
                other.Turn.TrySetResult(Turn.Alone);
            if (failure is OperationCanceledException && stop.IsCancellationRequested)
                throw;
            return alone(me.Item, stop);
        }
    }

    private List<Member> Take(object kind, int most)
    {
        lock (_lock)
        {
            var members = _waiting[kind];
            var taken = members.Take(most).ToList();
            foreach (var member in taken)
            {
                members.Remove(member);
                member.Begin();
            }

            return taken;
        }
    }

    private void Serve(Member member, TResult result)
    {
        lock (_lock)
        {
            if (member.Left)
            {
                result.Dispose();
                return;
            }

            member.Result = result;
            member.Turn.SetResult(Turn.Served);
        }
    }

    /// <summary>Lets the next of a kind do the work. Under the lock.</summary>
    private void PassOn(object kind)
    {
        var members = _waiting[kind];
        if (members.First is not { } next)
        {
            _waiting.Remove(kind);
            return;
        }

        members.RemoveFirst();
        next.Value.Turn.SetResult(Turn.Lead);
    }

    private sealed class Member(TItem item)
    {
        private readonly long _came = Stopwatch.GetTimestamp();

        public TItem Item { get; } = item;

        public TaskCompletionSource<Turn> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TResult? Result { get; set; }

        /// <summary>Whether the caller is gone and wants no result.</summary>
        public bool Left { get; set; }

        public TimeSpan Waited { get; private set; }

        public void Begin() => Waited = Stopwatch.GetElapsedTime(_came);
    }
}
