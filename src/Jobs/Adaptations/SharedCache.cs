namespace WarpGrad.Jobs.Adaptations;

/// <summary>
/// Keeps the things used last, up to a number and to a size. A thing is made once, by whoever asks first; others wait for it. It is
/// disposed once it was pushed out and nobody uses it any more.
/// </summary>
/// <typeparam name="TKey">What things go by; what it stands for never changes.</typeparam>
/// <typeparam name="TThing">The things.</typeparam>
/// <param name="most">Things kept.</param>
/// <param name="mostBytes">Bytes kept. The newest thing is kept in any case.</param>
/// <param name="size">Bytes of a thing.</param>
internal sealed class SharedCache<TKey, TThing>(int most, long mostBytes, Func<TThing, long> size) : IDisposable
    where TKey : notnull
    where TThing : class, IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _byUse = new();

    /// <summary>Things kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _byUse.Count;
        }
    }

    /// <summary>Borrows a thing; dispose the result when done with it.</summary>
    /// <param name="key">What it goes by.</param>
    /// <param name="make">Makes it where it is not kept.</param>
    public Borrowed Borrow(TKey key, Func<TThing> make)
    {
        Entry entry;
        lock (_lock)
        {
            entry = _byUse.FirstOrDefault(e => e.Key.Equals(key)) ?? new Entry(key, new Lazy<TThing>(make));
            entry.Users++;
            MoveToFront(entry);
        }

        try
        {
            var thing = entry.Thing.Value;
            lock (_lock)
            {
                entry.Bytes = size(thing);
                PushOut();
            }

            return new Borrowed(thing, () => Return(entry));
        }
        catch
        {
            Forget(entry);
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
            foreach (var entry in _byUse)
                entry.DisposeThing();
    }

    private void MoveToFront(Entry entry)
    {
        _byUse.Remove(entry);
        _byUse.AddFirst(entry);
    }

    private void PushOut()
    {
        var (count, bytes) = (_byUse.Count, _byUse.Sum(entry => entry.Bytes));
        for (var node = _byUse.Last; node is not null && node != _byUse.First && (count > most || bytes > mostBytes); node = node.Previous)
        {
            if (node.Value.Users > 0)
                continue;
            (count, bytes) = (count - 1, bytes - node.Value.Bytes);
            node.Value.PushedOut = true;
        }

        foreach (var gone in _byUse.Where(entry => entry.PushedOut).ToArray())
        {
            _byUse.Remove(gone);
            gone.DisposeThing();
        }
    }

    private void Return(Entry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            PushOut();
        }
    }

    private void Forget(Entry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            _byUse.Remove(entry);
        }
    }

    /// <summary>A thing in use.</summary>
    internal sealed class Borrowed(TThing thing, Action giveBack) : IDisposable
    {
        public TThing Thing { get; } = thing;

        public void Dispose() => giveBack();
    }

    private sealed class Entry(TKey key, Lazy<TThing> thing)
    {
        public TKey Key { get; } = key;

        public Lazy<TThing> Thing { get; } = thing;

        public int Users { get; set; }

        public long Bytes { get; set; }

        public bool PushedOut { get; set; }

        public void DisposeThing()
        {
            if (Thing.IsValueCreated)
                Thing.Value.Dispose();
        }
    }
}
