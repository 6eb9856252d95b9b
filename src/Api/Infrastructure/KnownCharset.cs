using Microsoft.Net.Http.Headers;
using WarpGrad.Contracts.Errors;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Refuses bodies in other encodings than UTF-8: JSON has no other, and a made-up one would end as an error of the server.</summary>
internal static class KnownCharset
{
    private static readonly string[] Known = ["utf-8", "us-ascii"];

    public static IApplicationBuilder UseKnownCharset(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && HeaderUtilities.RemoveQuotes(type.Charset) is { Length: > 0 } charset
            && !Known.Contains(charset.Value, StringComparer.OrdinalIgnoreCase))
            throw new ApiProblem(StatusCodes.Status415UnsupportedMediaType, ProblemTypes.InvalidRequest, "Unsupported media type", "Send texts as UTF-8.");
        return next(context);
    });
}
