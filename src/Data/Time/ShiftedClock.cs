namespace WarpGrad.Data.Time;

/// <summary>A machine's clock that is wrong by a fixed time, for tests of what wrong clocks do.</summary>
/// <param name="shift">How far it is ahead.</param>
internal sealed class ShiftedClock(TimeSpan shift) : TimeProvider
{
    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
}
