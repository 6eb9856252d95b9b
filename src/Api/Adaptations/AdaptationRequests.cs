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

/// <summary>Reads an adapt-and-predict request from JSON or from multipart.</summary>
internal static class AdaptationRequests
{
    private const string SupportPrefix = "support:";

    /// <summary>The request in its one form, every query with an id.</summary>
    /// <exception cref="ApiProblem">The request is not understood or larger than a limit.</exception>
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
        // A list of examples may hold null, which no annotation forbids.
        foreach (var (field, examples) in new (string, IEnumerable<object?>)[] { ("support", request.Support), ("query", request.Query) })
            if (examples.Contains(null))
                throw ApiProblem.Invalid(field, $"An entry of '{field}' is null: leave it out.");
        return request with { Query = Named(request.Query) };
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
        var support = new List<SupportExample>();
        var query = new List<QueryExample>();
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
                support.Add(new SupportExample { Label = name[SupportPrefix.Length..], Image = await BytesAsync(section, name, cancellation) });
            else if (name == "query")
                query.Add(new QueryExample { Id = QueryId(disposition!, query), Image = await BytesAsync(section, name, cancellation) });
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
    private static string? QueryId(ContentDispositionHeaderValue disposition, List<QueryExample> before)
    {
        var file = Path.GetFileName(HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "");
        return file.Length > 0 && before.TrueForAll(q => q.Id != file) ? file : null;
    }

    /// <summary>Names queries without an id by their place, around the ids that are taken.</summary>
    private static List<QueryExample> Named(IReadOnlyList<QueryExample> queries)
    {
        var taken = queries.Select(query => query.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. queries.Select((query, place) => query.Id is null ? query with { Id = Free($"query-{place + 1}") } : query)];

        string Free(string id)
        {
            while (!taken.Add(id))
                id += "'";
            return id;
        }
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
}
