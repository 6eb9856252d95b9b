using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Api.Adaptations;

/// <summary>What may be watched of adapting, and of which models the warps can be left out.</summary>
internal static class TraceRules
{
    /// <summary>Predictions that the answer shows on the way; 0 where none are asked for.</summary>
    /// <param name="request">A request.</param>
    /// <param name="spec">Spec of the model.</param>
    public static long Predictions(AdaptAndPredictRequest request, RunSpec spec) =>
        request.Trace ? (long)request.Query.Count * ((request.Steps ?? spec.InnerLoop.Steps) + 1) : 0;

    /// <summary>Refuses what the model's family has not, and more than an answer can hold.</summary>
    /// <exception cref="ApiProblem">Says what is wrong, and how to mend it.</exception>
    public static void Check(AdaptAndPredictRequest request, RunSpec spec)
    {
        var family = spec.Task.Family;
        if (family is TaskFamily.Maze or TaskFamily.Surfaces)
        {
            if (!request.Warp)
                throw ApiProblem.Invalid("warp", family == TaskFamily.Maze
                    ? "The warp of a maze model scales the weights of its network and cannot be left out."
                    : "The answer of a surface model has plain descent beside warped descent in any case: leave 'warp' out.");
            if (request.Trace)
                throw ApiProblem.Invalid("trace", "'trace' is for models of images and of curves; the pictures of mazes and surfaces have every step in any case.");
        }

        if (request is { Stream: true, Trace: false })
            throw ApiProblem.Invalid("stream", "'stream' shows the steps as they are done: send 'trace', too, or leave 'stream' out.");
        if (Predictions(request, spec) is > Limits.TracedPredictions and var predictions)
            throw ApiProblem.Invalid("trace", $"{request.Query.Count} queries at the start and after each step are {predictions} predictions, and an answer shows at most {Limits.TracedPredictions}: send fewer queries, take fewer steps, or leave 'trace' out.");
    }
}
