using System.Text.Json;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Upgrades;

/// <summary>What an earlier version held and answered when its backup was made (<c>make.sh</c>).</summary>
/// <param name="Token">A token of its administrator.</param>
/// <param name="Dataset">A dataset of glyphs.</param>
/// <param name="Images">A run on it that has become a model.</param>
/// <param name="Unfinished">A run that was paused after a checkpoint.</param>
/// <param name="Kept">A kept adaptation to <paramref name="Support"/>.</param>
/// <param name="Support">Points of a curve.</param>
/// <param name="Query">Places that were asked for.</param>
/// <param name="Answer">The answer to them.</param>
public sealed record OldAnswers(
    string Token, Guid Dataset, Guid Images, Guid Unfinished, Guid Kept, IReadOnlyList<SupportExample> Support, IReadOnlyList<QueryExample> Query,
    AdaptAndPredictResponse Answer)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true };
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Integration.Tests", "Upgrades");

    /// <summary>The versions that there are backups of, by their newest migration.</summary>
    public static IEnumerable<string> Versions => Directory.EnumerateFiles(Folder, "*.backup").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    /// <summary>The backup of a version.</summary>
    public static string Backup(string version) => Path.Combine(Folder, version + ".backup");

    /// <summary>Reads what goes with it.</summary>
    public static OldAnswers Read(string version) =>
        JsonSerializer.Deserialize<OldAnswers>(File.ReadAllText(Path.Combine(Folder, version + ".answers.json")), Json)!;
}
