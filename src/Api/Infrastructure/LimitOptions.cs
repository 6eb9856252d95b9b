using System.ComponentModel.DataAnnotations;

namespace WarpGrad.Api.Infrastructure;

/// <summary>How much one caller or one team may ask: section <c>Limits</c>.</summary>
internal sealed class LimitOptions
{
    /// <summary>Attempts to sign in, or to guess another secret, that one address has in a minute.</summary>
    [Range(1, int.MaxValue)]
    public int SignInsPerMinute { get; set; } = 60;

    /// <summary>Runs of one team that may wait.</summary>
    [Range(1, int.MaxValue)]
    public int QueuedRunsPerTeam { get; set; } = 500;

    /// <summary>Uploads in parts of one team that may be under way at the same time.</summary>
    [Range(1, int.MaxValue)]
    public int OpenUploadsPerTeam { get; set; } = 20;

    /// <summary>Files that one caller may send whole or fetch at the same time; each holds a connection to the database.</summary>
    [Range(1, int.MaxValue)]
    public int TransfersAtOnce { get; set; } = 8;

    /// <summary>Files that all callers together may send whole to one Api node, or fetch from it, at the same time; well below its connections to the database, which other requests need too.</summary>
    [Range(1, int.MaxValue)]
    public int TransfersOfNode { get; set; } = 64;

    /// <summary>Questions of one team what a run would cost that may wait or be in work at the same time.</summary>
    [Range(1, int.MaxValue)]
    public int WaitingEstimates { get; set; } = 20;

    /// <summary>Questions to models that one token may ask in a minute.</summary>
    [Range(1, int.MaxValue)]
    public int AdaptationsPerMinute { get; set; } = 1_200;

    /// <summary>Questions to models that one team may ask in a minute.</summary>
    [Range(1, int.MaxValue)]
    public int TeamAdaptationsPerMinute { get; set; } = 3_000;

    /// <summary>Questions of one team that may wait or be in work at the same time.</summary>
    [Range(1, int.MaxValue)]
    public int WaitingAdaptations { get; set; } = 256;

    /// <summary>Adaptations that one team may keep at the same time.</summary>
    [Range(0, int.MaxValue)]
    public int KeptAdaptations { get; set; } = 1_000;
}
