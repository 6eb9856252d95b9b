using WarpGrad.Contracts.Specs;

namespace WarpGrad.Web.Models;

/// <summary>What a first call of adapt-and-predict may send, by task family, as arguments of curl.</summary>
public static class CallExamples
{
    private const string Images = """
          -F "support:cat=@cat-1.png" \
          -F "support:cat=@cat-2.png" \
          -F "support:dog=@dog-1.png" \
          -F "support:dog=@dog-2.png" \
          -F "query=@unknown.png"
        """;

    /// <summary>The arguments that carry the body.</summary>
    public static string Body(TaskSpec task) => task.Family.NeedsDataset() ? Images : $"""
          -H "Content-Type: application/json" \
          -d '{Json(task)}'
        """;

    /// <summary>The body of families that are asked in JSON.</summary>
    public static string Json(TaskSpec task) => task.Family switch
    {
        TaskFamily.Sinusoids => """
            {
                "support": [{"x": [-2.0], "y": [-1.8]}, {"x": [0.5], "y": [1.0]}, {"x": [1.6], "y": [2.0]}, {"x": [3.0], "y": [0.3]}],
                "query": [{"x": [0.0]}, {"x": [2.5]}]
              }
            """,
        TaskFamily.ContinualSines => """
            {
                "support": [{"x": [-4.5], "y": [0.9], "part": 0}, {"x": [-3.5], "y": [0.3], "part": 0},
                            {"x": [-2.5], "y": [-0.8], "part": 1}, {"x": [-1.5], "y": [-1.3], "part": 1}],
                "query": [{"x": [-4.0]}, {"x": [-2.0]}]
              }
            """,
        TaskFamily.Maze => $$$"""{"maze": {"goal": {"row": 1, "column": {{{task.Maze.Size - 2}}}}, "seed": 1}}""",
        TaskFamily.Surfaces => """{"surface": {"a": [1, 1, 1], "b": [3, 5, 1], "s": 5, "start": [0.4, 2.4]}}""",
        _ => throw new ArgumentOutOfRangeException(nameof(task), task.Family, "This family is asked in form parts."),
    };
}
