using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Api.Adaptations;

/// <summary>Reads an adapt-and-predict request from JSON or from multipart, and checks everything that needs no image decoding.</summary>
internal static class AdaptationRequests
{
    private const string SupportPrefix = "support:";
    private const int LongestLabel = 100;

    /// <summary>The request in its one form.</summary>
    /// <exception cref="ApiProblem">The request is not understood or breaks a limit.</exception>
    public static async Task<AdaptAndPredictRequest> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Limits.AdaptationBytes;
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type);
        var request = type?.MediaType.Value switch
        {
            "multipart/form-data" when type.Boundary.HasValue => await ReadFormAsync(type, context.Request.Body, cancellation),
            "application/json" => await ReadJsonAsync(context.Request.Body, cancellation),
            _ => throw ApiProblem.Invalid("body", "Send application/json, or multipart/form-data with file parts named 'support:<label>' and 'query'."),
        };
        Check(request);
        return request;
    }

    private static async Task<AdaptAndPredictRequest> ReadJsonAsync(Stream body, CancellationToken cancellation)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<AdaptAndPredictRequest>(body, SpecJson.Options, cancellation)
                ?? throw ApiProblem.Invalid("body", "The body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            var path = (exception.Path ?? "").TrimStart('$', '.');
            throw ApiProblem.Invalid(path, $"The JSON body cannot be read at '{path}': unknown key, value of the wrong kind, or not base64.");
        }
    }

    private static async Task<AdaptAndPredictRequest> ReadFormAsync(MediaTypeHeaderValue type, Stream body, CancellationToken cancellation)
    {
        var support = new List<SupportImage>();
        var query = new List<QueryImage>();
        int? steps = null;
        double? learningRate = null;
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, body);
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (support.Count + query.Count >= Limits.AdaptationImages)
                throw ApiProblem.TooLarge($"A request holds at most {Limits.AdaptationImages} images.");
            var disposition = section.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? "").Value ?? "";
            if (name.StartsWith(SupportPrefix, StringComparison.Ordinal))
                support.Add(new SupportImage(name[SupportPrefix.Length..], await BytesAsync(section, name, cancellation)));
            else if (name == "query")
                query.Add(new QueryImage(QueryId(disposition!, query), await BytesAsync(section, name, cancellation)));
            else if (name == "steps")
                steps = int.TryParse(await TextAsync(section, name, cancellation), CultureInfo.InvariantCulture, out var whole) ? whole
                    : throw ApiProblem.Invalid("steps", "'steps' is a whole number.");
            else if (name == "learningRate")
                learningRate = double.TryParse(await TextAsync(section, name, cancellation), CultureInfo.InvariantCulture, out var real) ? real
                    : throw ApiProblem.Invalid("learningRate", "'learningRate' is a number.");
            else
                throw ApiProblem.Invalid(name, $"The part '{name}' is unknown: use 'support:<label>', 'query', 'steps' and 'learningRate'.");
        }

        return new AdaptAndPredictRequest { Support = support, Query = query, Steps = steps, LearningRate = learningRate };
    }

    /// <summary>A query goes by its file name; where that is missing or taken, by its place.</summary>
    private static string QueryId(ContentDispositionHeaderValue disposition, List<QueryImage> before)
    {
        var file = Path.GetFileName(HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "");
        return file.Length > 0 && before.TrueForAll(q => q.Id != file) ? file : $"query-{before.Count + 1}";
    }

    private static async Task<byte[]> BytesAsync(MultipartSection section, string name, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await new LimitedStream(section.Body, Limits.ImageBytes, name).CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }

    private static async Task<string> TextAsync(MultipartSection section, string name, CancellationToken cancellation)
    {
        using var reader = new StreamReader(new LimitedStream(section.Body, 100, name));
        return await reader.ReadToEndAsync(cancellation);
    }

    private static void Check(AdaptAndPredictRequest request)
    {
        var labels = request.Support.Select(image => image.Label).Distinct().ToList();
        if (labels.Exists(label => string.IsNullOrWhiteSpace(label) || label.Length > LongestLabel))
            throw ApiProblem.Invalid("support", $"A label has 1 to {LongestLabel} characters.");
        if (labels.Count is < 2 or > Limits.AdaptationClasses)
            throw ApiProblem.Invalid("support", $"Send support images of 2 to {Limits.AdaptationClasses} labels; there are {labels.Count}.");
        if (request.Query.Count == 0)
            throw ApiProblem.Invalid("query", "Send at least one query image.");
        if (request.Support.Count + request.Query.Count > Limits.AdaptationImages)
            throw ApiProblem.TooLarge($"A request holds at most {Limits.AdaptationImages} images.");
        if (request.Query.GroupBy(q => q.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw ApiProblem.Invalid("query", $"The id '{twice.Key}' is used by two queries.");
        if (request.Steps is < 0 or > Limits.AdaptationSteps)
            throw ApiProblem.Invalid("steps", $"'steps' lies between 0 and {Limits.AdaptationSteps}.");
        if (request.LearningRate is { } rate && !(double.IsFinite(rate) && rate is >= 0 and <= 10))
            throw ApiProblem.Invalid("learningRate", "'learningRate' lies between 0 and 10.");
    }
}
