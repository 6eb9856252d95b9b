using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Api.Adaptations;

/// <summary>Checks whether a model of some task family can answer a request; all but the decoding of images.</summary>
internal static class AdaptationRules
{
    private const double LargestRate = 10;

    /// <summary>Refuses what the model cannot answer.</summary>
    /// <param name="request">The request, every query with an id.</param>
    /// <param name="task">Tasks that the model was trained for.</param>
    /// <exception cref="ApiProblem">Says what is wrong, where, and how to mend it.</exception>
    public static void Check(AdaptAndPredictRequest request, TaskSpec task)
    {
        if (Foreign(request, task.Family) is { } field)
            throw ApiProblem.Invalid(field, $"'{field}' is not for this model. It takes {Taken(task.Family)}.");
        if (request.Query.GroupBy(query => query.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw ApiProblem.Invalid("query", $"The id '{twice.Key}' is used by two queries.");
        if (request.Steps is < 0 or > Limits.AdaptationSteps)
            throw ApiProblem.Invalid("steps", $"'steps' lies between 0 and {Limits.AdaptationSteps}.");
        if (request.LearningRate is { } rate && rate is not (>= 0 and <= LargestRate))
            throw ApiProblem.Invalid("learningRate", $"'learningRate' lies between 0 and {LargestRate}.");
        switch (task.Family)
        {
            case TaskFamily.FewShotImages or TaskFamily.MultiShotImages: ImageRules.Check(request); break;
            case TaskFamily.Sinusoids or TaskFamily.ContinualSines: CurveRules.Check(request); break;
            case TaskFamily.Maze: MazeRules.Check(request.Maze, task.Maze.Size); break;
            case TaskFamily.Surfaces: SurfaceRules.Check(request.Surface); break;
            default: throw new ArgumentOutOfRangeException(nameof(task), task.Family, "Unknown family.");
        }
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
