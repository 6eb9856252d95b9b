using System.ComponentModel.DataAnnotations;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Settings of browsers' sessions, section <c>Sessions</c>.</summary>
internal sealed class SessionOptions
{
    /// <summary>Seconds within which a changed password ends other sessions.</summary>
    [Range(0, 86_400)]
    public int CheckSeconds { get; set; } = 60;
}
