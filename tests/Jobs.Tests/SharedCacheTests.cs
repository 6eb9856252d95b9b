using WarpGrad.Jobs.Adaptations;

namespace WarpGrad.Jobs.Tests;

/// <summary>What is kept in memory, and what leaves it.</summary>
public sealed class SharedCacheTests
{
    [Fact]
    public void The_thing_used_longest_ago_leaves_when_there_are_too_many()
    {
        using var cache = new SharedCache<int, Thing>(2, 1_000, thing => thing.Size);
        var things = Enumerable.Range(0, 3).Select(_ => new Thing(1)).ToArray();

        Use(cache, 0, things[0]);
        Use(cache, 1, things[1]);
        Use(cache, 0, things[0]);
        Use(cache, 2, things[2]);

        Assert.Equal([false, true, false], things.Select(thing => thing.Disposed));
    }

    [Fact]
    public void Bytes_bound_it_too_and_the_newest_stays_in_any_case()
    {
        using var cache = new SharedCache<int, Thing>(10, 100, thing => thing.Size);
        var (small, large) = (new Thing(60), new Thing(500));

        Use(cache, 0, small);
        Use(cache, 1, large);

        Assert.True(small.Disposed);
        Assert.False(large.Disposed);
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void What_is_in_use_stays_until_it_is_given_back()
    {
        using var cache = new SharedCache<int, Thing>(1, 1_000, thing => thing.Size);
        var (used, other) = (new Thing(1), new Thing(1));
        var borrowed = cache.Borrow(0, () => used);

        Use(cache, 1, other);
        Assert.False(used.Disposed);
        borrowed.Dispose();

        Assert.True(used.Disposed);
    }

    [Fact]
    public async Task A_thing_is_made_once_however_many_ask()
    {
        using var cache = new SharedCache<int, Thing>(1, 1_000, thing => thing.Size);
        var made = 0;

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
        {
            using var borrowed = cache.Borrow(0, () =>
            {
                Interlocked.Increment(ref made);
                return new Thing(1);
            });
        })));

        Assert.Equal(1, made);
    }

    [Fact]
    public void What_could_not_be_made_is_tried_again()
    {
        using var cache = new SharedCache<int, Thing>(1, 1_000, thing => thing.Size);

        Assert.Throws<IOException>(() => cache.Borrow(0, () => throw new IOException()));
        using var borrowed = cache.Borrow(0, () => new Thing(1));

        Assert.Equal(1, borrowed.Thing.Size);
    }

    private static void Use(SharedCache<int, Thing> cache, int key, Thing thing) => cache.Borrow(key, () => thing).Dispose();

    private sealed class Thing(long size) : IDisposable
    {
        public long Size => size;

        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }
}
