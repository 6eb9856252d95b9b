using System.ComponentModel.DataAnnotations;

namespace WarpGrad.Data.Time;

/// <summary>Settings of the clock, section <c>Clock</c>.</summary>
internal sealed class ClockOptions
{
    /// <summary>Seconds by which the machine's clock is taken to be ahead: tests let a process believe that it is another hour.</summary>
    [Range(-1e9, 1e9)]
    public double ShiftSeconds { get; set; }

    /// <summary>The machine's clock as this process sees it.</summary>
    public TimeProvider Own => ShiftSeconds == 0 ? TimeProvider.System : new ShiftedClock(TimeSpan.FromSeconds(ShiftSeconds));
}
