using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Cli.Results;

/// <summary>Everything that is kept of a recipe that was run: what was asked for, what came out, and on what machine.</summary>
internal sealed record ResultFile
{
    /// <summary>The only format version this build reads and writes.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true,
        AllowOutOfOrderMetadataProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Format version.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Name shown in figures.</summary>
    public required string Label { get; init; }

    /// <summary>Name of the recipe.</summary>
    public required string Recipe { get; init; }

    /// <summary>Settings laid over the recipe.</summary>
    public required JsonObject Overrides { get; init; }

    /// <summary>The whole spec, that of the first seed.</summary>
    public required RunSpec Spec { get; init; }

    /// <summary>The dataset; null where tasks need none.</summary>
    public required DatasetFacts? Dataset { get; init; }

    /// <summary>What the scores count.</summary>
    public required Measure Measure { get; init; }

    /// <summary>Mean and spread over the seeds that succeeded; null when none did.</summary>
    public required ResultSummary? Summary { get; init; }

    /// <summary>One run for each seed.</summary>
    public required IReadOnlyList<SeedResult> Runs { get; init; }

    /// <summary>The machine; null when the installation is on another one.</summary>
    public required Hardware? Hardware { get; init; }

    /// <summary>Version of the software that trained.</summary>
    public required string SoftwareVersion { get; init; }

    /// <summary>When the file was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Writes the file, folders included.</summary>
    /// <param name="path">Where to.</param>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where from.</param>
    /// <exception cref="CliException">It is no result of a recipe.</exception>
    public static ResultFile Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize<ResultFile>(File.ReadAllText(path), Json)!;
            return file.Format == CurrentFormat ? file : throw new CliException($"{path} has format {file.Format}; this build reads {CurrentFormat}.");
        }
        catch (JsonException exception)
        {
            throw new CliException($"{path} is no result of './warpgrad recipe': {exception.Message}");
        }
    }
}

/// <summary>Which data a run used.</summary>
/// <param name="Id">Id in the installation.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Hash">Hash of its content.</param>
internal sealed record DatasetFacts(Guid Id, string Name, string Hash);

/// <summary>What became of one seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Run">Id of the run.</param>
/// <param name="State">Its final state.</param>
/// <param name="FailureReason">Why it failed, when it did.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="Seconds">From the worker's taking it to its end, final test included.</param>
/// <param name="Result">Result on test tasks.</param>
/// <param name="Model">The model version it became.</param>
/// <param name="Metrics">Metric series.</param>
/// <param name="Picture">Its newest picture.</param>
internal sealed record SeedResult(
    long Seed, Guid Run, RunState State, string? FailureReason, long Step, double? Seconds, EvaluationSummary? Result,
    ModelReference? Model, IReadOnlyList<MetricSeries> Metrics, RunPicture? Picture);
