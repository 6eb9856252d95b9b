using System.Text.Json;
using System.Text.RegularExpressions;
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
    /// <param name="kinds">What can be wrong with a value.</param>
    public static ApiProblem Explain(JsonException fault, string kinds = "unknown key or value of the wrong kind")
    {
        var path = (fault.Path ?? "").TrimStart('$', '.');
        return fault is { InnerException: JsonException, LineNumber: { } line, BytePositionInLine: { } place }
            ? ApiProblem.Invalid("body", $"The body is no JSON: it breaks off or goes wrong in line {line + 1}, at byte {place + 1}.")
            : ApiProblem.Invalid(path, $"The JSON body cannot be read at '{path}': {kinds}.");
    }

    /// <summary>A request whose parameters or body the routes could not read.</summary>
    public static ApiProblem Explain(BadHttpRequestException fault) => fault switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiProblem.TooLarge("The request body is larger than this endpoint accepts."),
        { InnerException: JsonException json } => Explain(json),
        _ when UnboundParameter().Match(fault.Message) is { Success: true } found && Name(found) is var name =>
            ApiProblem.Invalid(name, $"The value of '{name}' in the address is of the wrong kind."),
        _ when MissingParameter().Match(fault.Message) is { Success: true } found && Name(found) is var name =>
            ApiProblem.Invalid(name, $"The address lacks a value of '{name}'."),
        _ when fault.Message.Contains(NoBody, StringComparison.Ordinal) => ApiProblem.Invalid("body", "This address takes a JSON body, and the request has none."),
        _ => new ApiProblem(fault.StatusCode, ProblemTypes.InvalidRequest, "Invalid request", fault.Message),
    };

    private static string Name(Match found) => JsonNamingPolicy.CamelCase.ConvertName(found.Groups["name"].Value);

    [GeneratedRegex("^Failed to bind parameter \"[^\"]* (?<name>[^\" ]+)\" from ", RegexOptions.Singleline)]
    private static partial Regex UnboundParameter();

    [GeneratedRegex("^Required parameter \"[^\"]* (?<name>[^\" ]+)\" was not provided from ", RegexOptions.Singleline)]
    private static partial Regex MissingParameter();
}
