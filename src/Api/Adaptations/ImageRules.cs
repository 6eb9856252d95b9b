using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>What models of images ask of a request.</summary>
internal static class ImageRules
{
    private const int LongestLabel = 100;
    private const string Formats = "a PNG, JPEG, WebP, GIF or BMP file, in JSON as base64";

    /// <summary>Refuses labels and counts out of bounds, and entries without an image.</summary>
    /// <param name="support">Examples.</param>
    /// <param name="fewest">Fewest labels: 2, or 1 where others are known already.</param>
    public static void CheckSupport(IReadOnlyList<SupportExample> support, int fewest = 2)
    {
        if (support.Count > Limits.AdaptationImages)
            throw ApiProblem.TooLarge($"A request holds at most {Limits.AdaptationImages} images.");
        foreach (var (place, example) in support.Index())
        {
            if (string.IsNullOrWhiteSpace(example.Label) || example.Label.Length > LongestLabel || example.Label.Contains('\0', StringComparison.Ordinal))
                throw ApiProblem.Invalid($"support[{place}].label", $"A label has 1 to {LongestLabel} characters: say which class this image belongs to.");
            if (example.Image is not { Length: > 0 })
                throw ApiProblem.Invalid($"support[{place}].image", $"An example needs an image: {Formats}.");
        }

        var labels = support.Select(example => example.Label).Distinct(StringComparer.Ordinal).Count();
        if (labels > Limits.AdaptationClasses)
            throw ApiProblem.TooLarge($"Support images have at most {Limits.AdaptationClasses} labels; there are {labels}.");
        if (labels < fewest)
            throw ApiProblem.Invalid("support", $"Send support images of {fewest} to {Limits.AdaptationClasses} labels; there are {labels}.");
    }

    /// <summary>Refuses too few or too many queries, and entries without an image.</summary>
    /// <param name="query">Queries.</param>
    /// <param name="others">Images that the request holds besides.</param>
    public static void CheckQuery(IReadOnlyList<QueryExample> query, int others)
    {
        if (query.Count + others > Limits.AdaptationImages)
            throw ApiProblem.TooLarge($"A request holds at most {Limits.AdaptationImages} images.");
        if (query.Count == 0)
            throw ApiProblem.Invalid("query", "Send at least one query image.");
        foreach (var (place, example) in query.Index())
            if (example.Image is not { Length: > 0 })
                throw ApiProblem.Invalid($"query[{place}].image", $"A query needs an image: {Formats}.");
    }
}
