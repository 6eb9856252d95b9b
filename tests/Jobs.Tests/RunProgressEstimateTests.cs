using WarpGrad.Contracts.Specs;
using WarpGrad.Jobs.Runs;

namespace WarpGrad.Jobs.Tests;

/// <summary>How long a run still takes, as its worker reckons it.</summary>
public sealed class RunProgressEstimateTests
{
    private readonly SetClock _clock = new();

    [Fact]
    public void A_run_that_was_resumed_goes_at_the_pace_of_all_steps_since()
    {
        var estimate = new RunProgressEstimate(new OuterLoopSpec { MetaSteps = 1000 }, 500, TimeSpan.Zero, _clock);

        _clock.Pass(TimeSpan.FromSeconds(20));

        Assert.Equal(980, estimate.SecondsLeft(510));
        _clock.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal(960, estimate.SecondsLeft(520));
    }

    [Fact]
    public void A_run_with_a_time_limit_that_was_resumed_has_what_is_left_of_it()
    {
        var estimate = new RunProgressEstimate(new OuterLoopSpec { MetaSteps = 1_000_000, MaxMinutes = 60 }, 500, TimeSpan.FromMinutes(50), _clock);

        _clock.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromMinutes(9).TotalSeconds, estimate.SecondsLeft(510));
    }

    private sealed class SetClock : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _now += time;

        public override long GetTimestamp() => _now.Ticks;
    }
}
