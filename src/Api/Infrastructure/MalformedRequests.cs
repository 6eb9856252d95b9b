using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Errors;

namespace WarpGrad.Api.Infrastructure;

/// <summary>
/// What is wrong with a request that could not be read, in words for whoever sent it: the library's own name types of the program, repeat
/// what was sent, or advise the programmer.
/// </summary>
internal static partial class MalformedRequests
{
    private const string NoBody = "no body was provided";

    /// <summary>A JSON body that is none, or does not hold what it should.</summary>
    /// <param name="fault">What the reader of JSON found.</param>
    /// <param name="body">What the body was to be read as.</param>
    /// <param name="options">How it was read.</param>
    public static ApiProblem Explain(JsonException fault, Type body, JsonSerializerOptions options) => fault switch
    {
        { InnerException: JsonException, LineNumber: { } line, BytePositionInLine: { } place } =>
            ApiProblem.Invalid("body", $"The body is no JSON: it breaks off or goes wrong in line {line + 1}, at byte {place + 1}."),
        { Path: { } path } => ApiProblem.Invalid(path.TrimStart('$', '.') is { Length: > 0 } field ? field : "body", JsonShapes.Explain(body, path, options)),
        _ => ApiProblem.Invalid("body", "The JSON body cannot be read."),
    };

    /// <summary>A request whose parameters or body the routes could not read.</summary>
    /// <param name="fault">What the routes found.</param>
    /// <param name="context">The request.</param>
    public static ApiProblem Explain(BadHttpRequestException fault, HttpContext context) => fault switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiProblem.TooLarge("The request body is larger than this endpoint accepts."),
        { InnerException: JsonException json } => Explain(json, BodyOf(context), context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions),
        _ when UnboundParameter().Match(fault.Message) is { Success: true } found && Name(found) is var name =>
            ApiProblem.Invalid(name, $"The value of '{name}' in the address is of the wrong kind."),
        _ when MissingParameter().Match(fault.Message) is { Success: true } found && Name(found) is var name =>
            ApiProblem.Invalid(name, $"The address lacks a value of '{name}'."),
        _ when fault.Message.Contains(NoBody, StringComparison.Ordinal) => ApiProblem.Invalid("body", "This address takes a JSON body, and the request has none."),
        _ => new ApiProblem(fault.StatusCode, ProblemTypes.InvalidRequest, "Invalid request", fault.Message),
    };

    private static Type BodyOf(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType ?? typeof(object);

    private static string Name(Match found) => JsonNamingPolicy.CamelCase.ConvertName(found.Groups["name"].Value);

    [GeneratedRegex("^Failed to bind parameter \"[^\"]* (?<name>[^\" ]+)\" from ", RegexOptions.Singleline)]
    private static partial Regex UnboundParameter();

    [GeneratedRegex("^Required parameter \"[^\"]* (?<name>[^\" ]+)\" was not provided from ", RegexOptions.Singleline)]
    private static partial Regex MissingParameter();
}
