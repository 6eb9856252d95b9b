using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>What models of images ask of a request.</summary>
internal static class ImageRules
{
    private const int LongestLabel = 100;

    /// <summary>Refuses labels and counts out of bounds, and entries without an image.</summary>
    public static void Check(AdaptAndPredictRequest request)
    {
        if (request.Support.Count + request.Query.Count > Limits.AdaptationImages)
            throw ApiProblem.TooLarge($"A request holds at most {Limits.AdaptationImages} images.");
        foreach (var (place, example) in request.Support.Index())
        {
            if (string.IsNullOrWhiteSpace(example.Label) || example.Label.Length > LongestLabel)
                throw ApiProblem.Invalid($"support[{place}].label", $"A label has 1 to {LongestLabel} characters: say which class this image belongs to.");
            if (example.Image is not { Length: > 0 })
                throw ApiProblem.Invalid($"support[{place}].image", "An example needs an image: a PNG, JPEG, WebP, GIF or BMP file, in JSON as base64.");
        }

        var labels = request.Support.Select(example => example.Label).Distinct(StringComparer.Ordinal).Count();
        if (labels is < 2 or > Limits.AdaptationClasses)
            throw ApiProblem.Invalid("support", $"Send support images of 2 to {Limits.AdaptationClasses} labels; there are {labels}.");
        if (request.Query.Count == 0)
            throw ApiProblem.Invalid("query", "Send at least one query image.");
        foreach (var (place, example) in request.Query.Index())
            if (example.Image is not { Length: > 0 })
                throw ApiProblem.Invalid($"query[{place}].image", "A query needs an image: a PNG, JPEG, WebP, GIF or BMP file, in JSON as base64.");
    }
}
