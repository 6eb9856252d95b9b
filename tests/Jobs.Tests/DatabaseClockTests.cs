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

    [Fact]
    public async Task An_answer_that_came_late_does_not_count_where_a_quicker_one_came_after_it()
    {
        var machine = new SteppedClock();
        var clock = new DatabaseClock(machine);
        var asked = 0;

        await clock.SetAsync(() =>
        {
            var there = machine.GetUtcNow() + TimeSpan.FromSeconds(3);
            // The first answer lies about for ten seconds after it was given.
            machine.Pass(TimeSpan.FromSeconds(asked++ == 0 ? 10 : 0));
            return Task.FromResult(there);
        });

        Assert.Equal(TimeSpan.FromSeconds(3), clock.Ahead);
        Assert.Equal(2, asked);
    }

    private sealed class SteppedClock : TimeProvider
    {
        private TimeSpan _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _passed += time;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _passed;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
