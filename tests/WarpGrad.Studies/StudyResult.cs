using System.Text.Json;
using WarpGrad.Cli.Results;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Studies;

/// <summary>What one method under one seed came to.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Seed">Seed of training.</param>
/// <param name="Spec">The spec it was trained by.</param>
/// <param name="MetaSteps">Meta-steps it made in its time.</param>
/// <param name="Tasks">Test tasks of each alphabet.</param>
/// <param name="Hardware">The machine.</param>
/// <param name="Alphabets">Accuracy by test alphabet, from before adaptation to its end.</param>
internal sealed record StudyResult(
    string Method, long Seed, RunSpec Spec, long MetaSteps, int Tasks, Hardware Hardware, IReadOnlyDictionary<string, EvaluationSummary> Alphabets)
{
    private static readonly JsonSerializerOptions Json = new(SpecJson.Options) { WriteIndented = true };

    /// <summary>Reads all results of a folder.</summary>
    /// <param name="folder">The folder.</param>
    public static IReadOnlyList<StudyResult> ReadAll(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(file => JsonSerializer.Deserialize<StudyResult>(File.ReadAllText(file), Json)!)];

    /// <summary>Writes the result, wholly or not at all.</summary>
    /// <param name="path">Where to.</param>
    public void Write(string path)
    {
        File.WriteAllText(path + ".part", JsonSerializer.Serialize(this, Json) + "\n");
        File.Move(path + ".part", path, overwrite: true);
    }
}
