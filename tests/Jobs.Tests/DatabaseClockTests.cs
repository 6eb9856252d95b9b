using WarpGrad.Data.Time;

namespace WarpGrad.Jobs.Tests;

/// <summary>The clock that all processes share.</summary>
public sealed class DatabaseClockTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    [InlineData(-5000)]
    public async Task A_clock_that_was_set_shows_the_databases_time(int seconds)
    {
        var clock = new DatabaseClock(TimeProvider.System);
        var there = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(seconds);

        await clock.SetAsync(() => Task.FromResult(there));

        var slack = TimeSpan.FromMinutes(1);
        Assert.InRange(clock.GetUtcNow(), there - slack, there + slack);
        Assert.InRange(clock.Ahead, TimeSpan.FromSeconds(seconds) - slack, TimeSpan.FromSeconds(seconds) + slack);
    }
}
