using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>A request in its one form, whatever the endpoint and however it was sent.</summary>
/// <param name="Question">What to adapt to and what to answer, every query with an id.</param>
/// <param name="Name">Name of what is to be kept.</param>
/// <param name="HoursToLive">Hours that it is to be kept.</param>
internal sealed record AdaptationBody(AdaptAndPredictRequest Question, string? Name = null, double? HoursToLive = null);

/// <summary>Reads requests of adaptations from JSON or from multipart.</summary>
internal static class AdaptationRequests
{
    private const string SupportPrefix = "support:";

    /// <summary>Reads a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">What the endpoint is for, which decides what may be in it.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="ApiProblem">The request is not understood or larger than a limit.</exception>
    public static async Task<AdaptationBody> ReadAsync(HttpContext context, AdaptationKind kind, CancellationToken cancellation)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Limits.AdaptationBytes;
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type);
        var body = type?.MediaType.Value switch
        {
            "multipart/form-data" when type.Boundary.HasValue => await ReadFormAsync(type, context.Request.Body, Parts(kind), cancellation),
            "application/json" => await ReadJsonAsync(context.Request.Body, kind, cancellation),
            _ => throw ApiProblem.Invalid("body", "Send application/json, or multipart/form-data with file parts named 'support:<label>' and 'query'."),
        };
        // A list of examples may hold null, which no annotation forbids, or be null itself.
        foreach (var (field, examples) in new (string, IEnumerable<object?>?)[] { ("support", body.Question.Support), ("query", body.Question.Query) })
            if (examples is null || examples.Contains(null))
                throw ApiProblem.Invalid(field, $"'{field}' or an entry of it is null: leave it out.");
        return body with { Question = body.Question with { Query = Named(body.Question.Query) } };
    }

    /// <summary>Reads a JSON body by the options that run specs have: unknown keys are errors.</summary>
    /// <exception cref="ApiProblem">It cannot be read.</exception>
    public static async Task<T> ReadJsonAsync<T>(Stream body, CancellationToken cancellation)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(body, SpecJson.Options, cancellation) ?? throw ApiProblem.Invalid("body", "The body must be a JSON object.");
        }
        catch (JsonException fault)
        {
            throw MalformedRequests.Explain(fault, typeof(T), SpecJson.Options);
        }
    }

    private static async Task<AdaptationBody> ReadJsonAsync(Stream body, AdaptationKind kind, CancellationToken cancellation)
    {
        switch (kind)
        {
            case AdaptationKind.Keep:
                var made = await ReadJsonAsync<CreateAdaptationRequest>(body, cancellation);
                return new AdaptationBody(
                    Asked(made.Support, made.Steps, made.LearningRate, made.StopBelow, made.LeaveOneOut), made.Name, made.HoursToLive);
            case AdaptationKind.Add:
                var added = await ReadJsonAsync<AddSupportRequest>(body, cancellation);
                return new AdaptationBody(Asked(added.Support, added.Steps, added.LearningRate, added.StopBelow, added.LeaveOneOut));
            case AdaptationKind.Predict:
                return new AdaptationBody(new AdaptAndPredictRequest { Query = (await ReadJsonAsync<PredictRequest>(body, cancellation)).Query });
            default:
                return new AdaptationBody(await ReadJsonAsync<AdaptAndPredictRequest>(body, cancellation));
        }
    }

    private static AdaptAndPredictRequest Asked(
        IReadOnlyList<SupportExample> support, int? steps, double? learningRate, double? stopBelow, LeaveOneOut leaveOneOut) =>
        new() { Support = support, Steps = steps, LearningRate = learningRate, StopBelow = stopBelow, LeaveOneOut = leaveOneOut };

    /// <summary>Names of parts that a form may have.</summary>
    private static string[] Parts(AdaptationKind kind) => kind switch
    {
        AdaptationKind.Keep => [SupportPrefix, "steps", "learningRate", "stopBelow", "leaveOneOut", "name", "hoursToLive"],
        AdaptationKind.Add => [SupportPrefix, "steps", "learningRate", "stopBelow", "leaveOneOut"],
        AdaptationKind.Predict => ["query"],
        _ => [SupportPrefix, "query", "steps", "learningRate", "stopBelow", "leaveOneOut", "warp", "trace", "stream"],
    };

    private static async Task<AdaptationBody> ReadFormAsync(MediaTypeHeaderValue type, Stream body, string[] parts, CancellationToken cancellation)
    {
        var (support, query, texts) = (new List<SupportExample>(), new List<QueryExample>(), new Dictionary<string, string>(StringComparer.Ordinal));
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, body);
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (support.Count + query.Count >= Limits.AdaptationImages)
                throw ApiProblem.TooLarge($"A request holds at most {Limits.AdaptationImages} images.");
            var disposition = section.GetContentDispositionHeader();
            var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? "").Value ?? "";
            var part = name.StartsWith(SupportPrefix, StringComparison.Ordinal) ? SupportPrefix : name;
            if (!parts.Contains(part))
                throw ApiProblem.Invalid(name, $"The part '{name}' is unknown: use {string.Join(", ", parts.Select(known => $"'{(known == SupportPrefix ? known + "<label>" : known)}'"))}.");
            if (part == SupportPrefix)
                support.Add(new SupportExample { Label = name[SupportPrefix.Length..], Image = await BytesAsync(section, name, cancellation) });
            else if (part == "query")
                query.Add(new QueryExample { Id = QueryId(disposition!, query), Image = await BytesAsync(section, name, cancellation) });
            else
                texts[name] = await TextAsync(section, name, cancellation);
        }

        var question = new AdaptAndPredictRequest
        {
            Support = support,
            Query = query,
            Steps = Whole(texts, "steps"),
            LearningRate = Real(texts, "learningRate"),
            StopBelow = Real(texts, "stopBelow"),
            LeaveOneOut = Choice(texts, "leaveOneOut"),
            Warp = Flag(texts, "warp") ?? true,
            Trace = Flag(texts, "trace") ?? false,
            Stream = Flag(texts, "stream") ?? false,
        };
        return new AdaptationBody(question, texts.GetValueOrDefault("name"), Real(texts, "hoursToLive"));
    }

    private static int? Whole(Dictionary<string, string> texts, string name) => !texts.TryGetValue(name, out var text) ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? whole
        : throw ApiProblem.Invalid(name, $"'{name}' is a whole number.");

    private static double? Real(Dictionary<string, string> texts, string name) => !texts.TryGetValue(name, out var text) ? null
        : double.TryParse(text, CultureInfo.InvariantCulture, out var real) ? real
        : throw ApiProblem.Invalid(name, $"'{name}' is a number.");

    private static bool? Flag(Dictionary<string, string> texts, string name) => texts.GetValueOrDefault(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw ApiProblem.Invalid(name, $"'{name}' is true or false."),
    };

    private static LeaveOneOut Choice(Dictionary<string, string> texts, string name) => texts.GetValueOrDefault(name) switch
    {
        null or "auto" => LeaveOneOut.Auto,
        "always" => LeaveOneOut.Always,
        "never" => LeaveOneOut.Never,
        _ => throw ApiProblem.Invalid(name, $"'{name}' is auto, always or never."),
    };

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
        using var reader = new StreamReader(new LimitedStream(section.Body, 1000, name));
        return await reader.ReadToEndAsync(cancellation);
    }
}
