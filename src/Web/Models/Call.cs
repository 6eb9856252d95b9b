using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.TryIt;

namespace WarpGrad.Web.Models;

/// <summary>A call of adapt-and-predict that an example shows: what the visitor has put together, or else something that the model can answer.</summary>
/// <param name="Base">Address of the installation, with a slash at its end.</param>
/// <param name="Team">Slug of the owning team.</param>
/// <param name="Model">Slug of the model.</param>
/// <param name="Task">Tasks of the model.</param>
/// <param name="How">How it is asked.</param>
public sealed record Call(string Base, string Team, string Model, TaskSpec Task, CallOptions How)
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerOptions.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly CallFiles SampleFiles = new([("cat", "cat-1.png"), ("cat", "cat-2.png"), ("dog", "dog-1.png"), ("dog", "dog-2.png")], ["unknown.png"]);

    /// <summary>Address of the call.</summary>
    public string Address => $"{Base}api/v1/models/{Team}/{Model}/adapt-and-predict{(How.Version is { } version ? $"?version={Uri.EscapeDataString(version)}" : "")}";

    /// <summary>Whether examples are image files.</summary>
    public bool OfImages => Task.Family.NeedsDataset();

    /// <summary>The image files.</summary>
    public CallFiles Files => How.Files ?? SampleFiles;

    /// <summary>Options that are given, as they are written in forms and in JSON alike.</summary>
    public IReadOnlyList<(string Name, string Value)> Options =>
    [
        .. How.Steps is { } steps ? [("steps", steps.ToString(CultureInfo.InvariantCulture))] : Array.Empty<(string, string)>(),
        .. How.Rate is { } rate ? [("learningRate", rate.ToString(CultureInfo.InvariantCulture))] : Array.Empty<(string, string)>(),
        .. How.Warp ? Array.Empty<(string, string)>() : [("warp", "false")],
    ];

    /// <summary>What is asked of families that take no images.</summary>
    public AdaptAndPredictRequest Question => How.Question ?? Task.Family switch
    {
        TaskFamily.Sinusoids => new() { Support = [Point(-2, -1.8), Point(0.5, 1), Point(1.6, 2), Point(3, 0.3)], Query = [At(0), At(2.5)] },
        TaskFamily.ContinualSines => new() { Support = [Point(-4.5, 0.9), Point(-3.5, 0.3), Point(-2.5, -0.8, 1), Point(-1.5, -1.3, 1)], Query = [At(-4), At(-2)] },
        TaskFamily.Maze => new() { Maze = new() { Goal = new MazeCell(1, Task.Maze.Size - 2) } },
        TaskFamily.Surfaces => new() { Surface = new() { A = [1, 1, 1], B = [3, 5, 1], S = 5, Start = [0.4, 2.4] } },
        _ => throw new InvalidOperationException("This family is asked in form parts."),
    };

    /// <summary>The body of families that are asked in JSON, one entry of a list on each line.</summary>
    public string Json
    {
        get
        {
            var question = JsonSerializer.SerializeToNode(Question with { Query = [.. Question.Query.Select(query => query with { Id = null })] }, Written)!.AsObject();
            foreach (var point in question["support"]!.AsArray())
                if (Task.Family != TaskFamily.ContinualSines)
                    point!.AsObject().Remove("part");
            IEnumerable<string> fields =
            [
                .. new[] { "support", "query", "maze", "surface" }.Where(name => question[name] is JsonObject or JsonArray { Count: > 0 })
                    .Select(name => $"  \"{name}\": {Lines(question[name]!)}"),
                .. Options.Select(option => $"  \"{option.Name}\": {option.Value}"),
            ];
            return $"{{\n{string.Join(",\n", fields)}\n}}";
        }
    }

    private static string Lines(JsonNode value) => value is JsonArray entries
        ? $"[\n{string.Join(",\n", entries.Select(entry => "    " + entry!.ToJsonString()))}\n  ]"
        : value.ToJsonString();

    private static SupportExample Point(double x, double y, int part = 0) => new() { X = [x], Y = [y], Part = part };

    private static QueryExample At(double x) => new() { X = [x] };
}
