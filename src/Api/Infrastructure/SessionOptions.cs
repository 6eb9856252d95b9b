using System.ComponentModel.DataAnnotations;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Settings of browsers' sessions, section <c>Sessions</c>.</summary>
internal sealed class SessionOptions
{
    /// <summary>Seconds within which an ended session or token, or a lost role, is noticed where something is open: cookies, and streams of the hub.</summary>
    [Range(0, 86_400)]
    public int CheckSeconds { get; set; } = 60;
}
