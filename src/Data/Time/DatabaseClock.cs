namespace WarpGrad.Data.Time;

/// <summary>
/// The time of day as the database has it: machines differ, and what they write must still stand in one order.
/// Between two looks at the database's clock the machine's own clock moves it on. Elapsed times are the machine's.
/// </summary>
/// <param name="own">The machine's clock.</param>
public sealed class DatabaseClock(TimeProvider own) : TimeProvider
{
    private const int MostQuestions = 5;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20);
    private long _ahead;

    /// <inheritdoc />
    public override long TimestampFrequency => own.TimestampFrequency;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => own.LocalTimeZone;

    /// <summary>How far the database's clock is ahead of the machine's.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => own.GetUtcNow() + Ahead;

    /// <inheritdoc />
    public override long GetTimestamp() => own.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        own.CreateTimer(callback, state, dueTime, period);

    /// <summary>Sets the clock by the database's.</summary>
    /// <param name="read">Asks the database for its time.</param>
    public async Task SetAsync(Func<Task<DateTimeOffset>> read)
    {
        var best = await AskAsync(read);
        // A busy machine may let the answer lie: the quickest of a few says most.
        for (var asked = 1; asked < MostQuestions && best.Took > Quick; asked++)
        {
            var next = await AskAsync(read);
            best = next.Took < best.Took ? next : best;
        }

        Interlocked.Exchange(ref _ahead, best.Ahead.Ticks);
    }

    private async Task<(TimeSpan Ahead, TimeSpan Took)> AskAsync(Func<Task<DateTimeOffset>> read)
    {
        var before = own.GetUtcNow();
        var asked = own.GetTimestamp();
        var there = await read();
        var took = own.GetElapsedTime(asked);
        // The answer is taken for the middle of the question's way there and back.
        return (there - before - took / 2, took);
    }
}
