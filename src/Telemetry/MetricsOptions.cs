using System.ComponentModel.DataAnnotations;

namespace WarpGrad.Telemetry;

/// <summary>Who may read the figures of a process, and where: section <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>Secret of a program that reads <c>/metrics</c> and <c>/health</c> of the Api; null where only administrators may.</summary>
    [MinLength(16, ErrorMessage = "{0} has at least 16 characters: take a random one.")]
    public string? Token { get; set; }

    /// <summary>Port on which a worker shows its figures; 0 for none.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; }

    /// <summary>Name or address under which a worker shows them; <c>*</c> for all of its machine. Whoever reaches it may read them.</summary>
    [Required]
    public string Host { get; set; } = "localhost";
}
