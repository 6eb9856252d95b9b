namespace WarpGrad.Api.Health;

/// <summary>What the detailed health looks at: section <c>Health</c>.</summary>
internal sealed class HealthOptions
{
    /// <summary>A path on the disk that holds the database, where the server does not run on this machine or does not tell; null to ask it.</summary>
    public string? DatabaseVolume { get; set; }
}
