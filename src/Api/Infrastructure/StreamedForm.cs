using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Multipart bodies with short text fields first and one long file at the end, which is streamed and never kept.</summary>
internal static class StreamedForm
{
    private const int LongestField = 4000;
    private const int LongestName = 100;

    /// <summary>Reads the text fields, then hands them and the file's stream to <paramref name="store"/>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="mostBytes">Longest body.</param>
    /// <param name="known">Names of the text fields.</param>
    /// <param name="store">Takes the fields and reads the file.</param>
    /// <param name="cancellation">Stops reading.</param>
    /// <exception cref="ApiProblem">The body is no such form.</exception>
    public static async Task<T> ReadAsync<T>(
        HttpContext context, long mostBytes, IReadOnlyList<string> known, Func<IReadOnlyDictionary<string, string>, Stream, Task<T>> store,
        CancellationToken cancellation)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = mostBytes;
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
            throw ApiProblem.Invalid("body", $"Send multipart/form-data with the fields {string.Join(", ", known)} and then the file.");
        var reader = new MultipartReader(boundary, context.Request.Body);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (section.AsFileSection() is { } file)
                return await store(fields, file.FileStream!);
            if (section.AsFormDataSection() is not { Name.Length: > 0 } field)
                throw ApiProblem.Invalid("body", "A part of the body has no name.");
            if (!known.Contains(field.Name))
                throw ApiProblem.Invalid("body", $"'{field.Name[..Math.Min(field.Name.Length, LongestName)]}' is not a field of this form: it has {string.Join(", ", known)} and then the file.");
            section.Body = new LimitedStream(section.Body, LongestField, field.Name);
            fields[field.Name] = await field.GetValueAsync(cancellation);
        }

        throw ApiProblem.Invalid("file", "The file is missing: send it as the part 'file', after the text fields.");
    }
}
