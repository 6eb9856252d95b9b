using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>Checks whether a model of some task family can answer a request; all but the decoding of images.</summary>
internal static class AdaptationRules
{
    private const double LargestRate = 10;

    /// <summary>Most work, in passes of an example through the network, that does not count as long.</summary>
    private const long QuickPasses = 1_000;

    /// <summary>Refuses what the model cannot answer.</summary>
    /// <param name="request">The request, every query with an id.</param>
    /// <param name="task">Tasks that the model was trained for.</param>
    /// <param name="kind">What is asked.</param>
    /// <exception cref="ApiProblem">Says what is wrong, where, and how to mend it.</exception>
    public static void Check(AdaptAndPredictRequest request, TaskSpec task, AdaptationKind kind)
    {
        var images = task.Family.NeedsDataset();
        var curves = task.Family is TaskFamily.Sinusoids or TaskFamily.ContinualSines;
        if (kind != AdaptationKind.Once && !images && !curves)
            throw ApiProblem.Invalid("support", task.Family == TaskFamily.Maze
                ? "Adaptations of maze models cannot be kept: the agent learns while it walks, in its memory and not from examples, so nothing is left to predict with. Use adapt-and-predict."
                : "Adaptations of surface models cannot be kept: the answer is the descent itself, and nothing is left to predict with. Use adapt-and-predict.");
        if (Foreign(request, task.Family) is { } field)
            throw ApiProblem.Invalid(field, $"'{field}' is not for this model. It takes {Taken(task.Family)}.");
        if (request.Query.GroupBy(query => query.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw ApiProblem.Invalid("query", $"The id '{twice.Key}' is used by two queries.");
        if (request.Query.Any(query => query.Id!.Contains('\0', StringComparison.Ordinal)))
            throw ApiProblem.Invalid("query", "An id holds the character NUL, which cannot be stored.");
        CheckOptions(request, task.Family);
        var (examples, queries) = (kind != AdaptationKind.Predict, kind is AdaptationKind.Once or AdaptationKind.Predict);
        if (images && examples)
            ImageRules.CheckSupport(request.Support, fewest: kind == AdaptationKind.Add ? 1 : 2);
        if (images && queries)
            ImageRules.CheckQuery(request.Query, request.Support.Count);
        if (curves && examples)
            CurveRules.CheckSupport(request.Support);
        if (curves && queries)
            CurveRules.CheckQuery(request.Query);
        if (task.Family == TaskFamily.Maze)
            MazeRules.Check(request.Maze, task.Maze.Size);
        if (task.Family == TaskFamily.Surfaces)
            SurfaceRules.Check(request.Surface);
    }

    /// <summary>Whether answering takes long enough to keep short questions from their turn.</summary>
    /// <param name="request">A checked request.</param>
    /// <param name="spec">Spec of the model.</param>
    /// <param name="before">Examples of a kept adaptation that it goes on with.</param>
    public static bool IsHeavy(AdaptAndPredictRequest request, RunSpec spec, int before = 0)
    {
        var examples = (long)request.Support.Count + before;
        var adapting = request.Support.Count > 0 || request.Query.Count == 0 ? (request.Steps ?? spec.InnerLoop.Steps) * examples : 0;
        var judging = request.LeaveOneOut != LeaveOneOut.Never && request.Support.Count > 0 ? adapting * examples : 0;
        var judges = request.LeaveOneOut == LeaveOneOut.Always || judging <= Limits.LeaveOneOutPasses;
        return adapting + request.Query.Count + TraceRules.Predictions(request, spec) + (judges && spec.Task.Family.NeedsDataset() ? judging : 0) > QuickPasses;
    }

    private static void CheckOptions(AdaptAndPredictRequest request, TaskFamily family)
    {
        if (request.Steps is < 0 or > Limits.AdaptationSteps)
            throw ApiProblem.Invalid("steps", $"'steps' lies between 0 and {Limits.AdaptationSteps}.");
        if (request.LearningRate is { } rate && rate is not (>= 0 and <= LargestRate))
            throw ApiProblem.Invalid("learningRate", $"'learningRate' lies between 0 and {LargestRate}.");
        if (request.StopBelow is { } loss && !(loss >= 0 && double.IsFinite(loss)))
            throw ApiProblem.Invalid("stopBelow", "'stopBelow' is a loss, and so 0 or more.");
        if (request.StopBelow is not null && !(family.NeedsDataset() || family == TaskFamily.Sinusoids))
            throw ApiProblem.Invalid("stopBelow", "'stopBelow' is for models of images and of curves that are learned at once.");
        if (request.LeaveOneOut == LeaveOneOut.Always && !family.NeedsDataset())
            throw ApiProblem.Invalid("leaveOneOut", "Leave-one-out counts labels that were predicted right, so it is for models of images.");
    }

    /// <summary>The first field that belongs to another family, null where there is none.</summary>
    private static string? Foreign(AdaptAndPredictRequest request, TaskFamily family)
    {
        var images = family.NeedsDataset();
        var curves = family is TaskFamily.Sinusoids or TaskFamily.ContinualSines;
        if (request.Maze is not null && family != TaskFamily.Maze)
            return "maze";
        if (request.Surface is not null && family != TaskFamily.Surfaces)
            return "surface";
        foreach (var (place, example) in request.Support.Index())
        {
            if (!images && !curves)
                return "support";
            if (curves ? example.Label is not null : example.X is not null)
                return $"support[{place}].{(curves ? "label" : "x")}";
            if (curves ? example.Image is not null : example.Y is not null)
                return $"support[{place}].{(curves ? "image" : "y")}";
            if (example.Part != 0 && family != TaskFamily.ContinualSines)
                return $"support[{place}].part";
        }

        foreach (var (place, example) in request.Query.Index())
        {
            if (!images && !curves)
                return "query";
            if (curves ? example.Image is not null : example.X is not null)
                return $"query[{place}].{(curves ? "image" : "x")}";
        }

        return null;
    }

    private static string Taken(TaskFamily family) => family switch
    {
        TaskFamily.FewShotImages or TaskFamily.MultiShotImages =>
            "labelled images: 'support' entries with 'label' and 'image', and 'query' entries with 'image'",
        TaskFamily.Sinusoids => "points of a curve: 'support' entries with 'x' and 'y', and 'query' entries with 'x'",
        TaskFamily.ContinualSines => "points of a curve: 'support' entries with 'x', 'y' and 'part', and 'query' entries with 'x'",
        TaskFamily.Maze => "a 'maze' with 'goal' and, where wanted, 'walls', 'start' and 'seed'",
        TaskFamily.Surfaces => "a 'surface' with 'a', 'b', 's' and 'start'",
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Unknown family."),
    };
}
