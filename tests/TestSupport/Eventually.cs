using System.Diagnostics;

namespace WarpGrad.TestSupport;

/// <summary>Waits for things that other processes bring about.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="longest">Time after which waiting makes no sense; generous, because machines are shared.</param>
    /// <param name="what">Named in the error.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan longest, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > longest)
                throw new TimeoutException($"After {longest} it is still not so that {what}.");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until a value meets a condition, and returns it.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> wanted, TimeSpan longest, string what)
    {
        var value = await read();
        await TrueAsync(async () => wanted(value = await read()), longest, what);
        return value;
    }
}
