using System.Globalization;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.TryIt;

namespace WarpGrad.Web.Models;

/// <summary>A call of adapt-and-predict that an example shows.</summary>
/// <param name="Base">Address of the installation, with a slash at its end.</param>
/// <param name="Team">Slug of the owning team.</param>
/// <param name="Model">Slug of the model.</param>
/// <param name="Task">Tasks of the model.</param>
/// <param name="How">How it is asked.</param>
public sealed record Call(string Base, string Team, string Model, TaskSpec Task, CallOptions How)
{
    /// <summary>Address of the call.</summary>
    public string Address => $"{Base}api/v1/models/{Team}/{Model}/adapt-and-predict{(How.Version is { } version ? $"?version={Uri.EscapeDataString(version)}" : "")}";

    /// <summary>Whether examples are image files.</summary>
    public bool OfImages => Task.Family.NeedsDataset();

    /// <summary>Options that are given, as they are written in forms and in JSON alike.</summary>
    public IReadOnlyList<(string Name, string Value)> Options =>
    [
        .. How.Steps is { } steps ? [("steps", steps.ToString(CultureInfo.InvariantCulture))] : Array.Empty<(string, string)>(),
        .. How.Rate is { } rate ? [("learningRate", rate.ToString(CultureInfo.InvariantCulture))] : Array.Empty<(string, string)>(),
        .. How.Warp ? Array.Empty<(string, string)>() : [("warp", "false")],
    ];

    /// <summary>The body of families that are asked in JSON.</summary>
    public string Json
    {
        get
        {
            var question = Task.Family switch
            {
                TaskFamily.Sinusoids => """
                      "support": [{"x": [-2.0], "y": [-1.8]}, {"x": [0.5], "y": [1.0]}, {"x": [1.6], "y": [2.0]}, {"x": [3.0], "y": [0.3]}],
                      "query": [{"x": [0.0]}, {"x": [2.5]}]
                    """,
                TaskFamily.ContinualSines => """
                      "support": [{"x": [-4.5], "y": [0.9], "part": 0}, {"x": [-3.5], "y": [0.3], "part": 0},
                                  {"x": [-2.5], "y": [-0.8], "part": 1}, {"x": [-1.5], "y": [-1.3], "part": 1}],
                      "query": [{"x": [-4.0]}, {"x": [-2.0]}]
                    """,
                TaskFamily.Maze => $$$"""  "maze": {"goal": {"row": 1, "column": {{{Task.Maze.Size - 2}}}}, "seed": 1}""",
                TaskFamily.Surfaces => """  "surface": {"a": [1, 1, 1], "b": [3, 5, 1], "s": 5, "start": [0.4, 2.4]}""",
                _ => throw new InvalidOperationException("This family is asked in form parts."),
            };
            return $"{{\n{question}{string.Concat(Options.Select(option => $",\n  \"{option.Name}\": {option.Value}"))}\n}}";
        }
    }
}
