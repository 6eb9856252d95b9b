using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;

namespace WarpGrad.Api.Infrastructure;

/// <summary>An expected refusal, answered as problem details (RFC 9457).</summary>
public sealed class ApiProblem(int status, string type, string title, string detail, IReadOnlyDictionary<string, string[]>? errors = null)
    : Exception(detail)
{
    private const int RetrySeconds = 5;

    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>When to come again; null where time alone changes nothing.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Where an upload is; null for all other problems.</summary>
    public long? Offset { get; private init; }

    /// <summary>The thing does not exist, or the caller may not see it: both answer alike.</summary>
    public static ApiProblem NotFound(string thing) => new(
        StatusCodes.Status404NotFound, ProblemTypes.NotFound, "Not found", $"There is no such {thing}, or you may not see it.");

    /// <summary>The caller sees the thing but may not do this.</summary>
    public static ApiProblem Forbidden(string detail) => new(
        StatusCodes.Status403Forbidden, ProblemTypes.Forbidden, "Not allowed", detail);

    /// <summary>The request does not say what it must.</summary>
    /// <param name="field">Field at fault.</param>
    /// <param name="detail">What is wrong and how to mend it.</param>
    public static ApiProblem Invalid(string field, string detail) => new(
        StatusCodes.Status400BadRequest, ProblemTypes.InvalidRequest, "Invalid request", detail,
        new Dictionary<string, string[]> { [field] = [detail] });

    /// <summary>The request is larger than a limit.</summary>
    public static ApiProblem TooLarge(string detail) => new(
        StatusCodes.Status413PayloadTooLarge, ProblemTypes.TooLarge, "Too large", detail);

    /// <summary>The state of the thing does not allow it now.</summary>
    public static ApiProblem Conflict(string detail) => new(
        StatusCodes.Status409Conflict, ProblemTypes.Conflict, "Not possible now", detail);

    /// <summary>Bytes were sent that belong elsewhere in an upload.</summary>
    /// <param name="offset">Where the next byte belongs; a member of the answer, too.</param>
    public static ApiProblem WrongOffset(long offset) => new(
        StatusCodes.Status409Conflict, ProblemTypes.Conflict, "Not possible now", $"The upload is at byte {offset}: send what comes from there.")
    { Offset = offset };

    /// <summary>The caller asks more than its share.</summary>
    /// <param name="detail">What there is too much of, and what to do.</param>
    /// <param name="retryAfter">When it makes sense to come again.</param>
    public static ApiProblem TooMany(string detail, TimeSpan retryAfter) => new(
        StatusCodes.Status429TooManyRequests, ProblemTypes.TooManyRequests, "Too many requests", detail)
    { RetryAfter = retryAfter };

    /// <summary>A run spec cannot run.</summary>
    public static ApiProblem Spec(IReadOnlyList<SpecError> errors) => new(
        StatusCodes.Status400BadRequest, ProblemTypes.InvalidSpec, "Invalid run spec", string.Join(" ", errors.Select(e => e.Message)),
        errors.GroupBy(e => e.Path).ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray()));

    /// <summary>The database is away for the moment.</summary>
    public static ApiProblem Unavailable() => new(
        StatusCodes.Status503ServiceUnavailable, ProblemTypes.Unavailable, "Not available now",
        $"The database does not answer at the moment. Nothing was changed unless the answer was already under way: try again in {RetrySeconds} seconds.")
    { RetryAfter = TimeSpan.FromSeconds(RetrySeconds) };

    /// <summary>The database's disk is full.</summary>
    public static ApiProblem NoRoom() => new(
        StatusCodes.Status507InsufficientStorage, ProblemTypes.NoRoom, "No room",
        "The installation has no room left to store this, and kept nothing of it. Tell its administrators; it works again when there is room.");

    /// <summary>The answer's body.</summary>
    public ProblemDetails ToDetails()
    {
        var details = new ProblemDetails { Status = Status, Type = type, Title = title, Detail = Message };
        if (errors is not null)
            details.Extensions["errors"] = errors;
        if (Offset is { } offset)
            details.Extensions["offset"] = offset;
        return details;
    }
}

/// <summary>Answers refusals and malformed requests as problem details; everything else stays an unhandled error.</summary>
internal sealed class ApiProblemHandler(IProblemDetailsService problems) : IExceptionHandler
{
    private const string MultipartSource = "Microsoft.AspNetCore.WebUtilities";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (AsProblem(exception, context) is not { } problem)
            return false;
        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem.ToDetails() });
    }

    private static ApiProblem? AsProblem(Exception exception, HttpContext context) => exception switch
    {
        ApiProblem problem => problem,
        BadHttpRequestException malformed => MalformedRequests.Explain(malformed, context),
        DbUpdateConcurrencyException => ApiProblem.Conflict("Somebody else changed this at the same moment: try again."),
        // The reader of multipart bodies, and no file of the server.
        IOException { Source: MultipartSource } => ApiProblem.Invalid("body", "The multipart body ends too early."),
        InvalidDataException { Source: MultipartSource } invalid => ApiProblem.Invalid("body", $"The multipart body cannot be read: {invalid.Message}"),
        EncoderFallbackException => Unstorable(),
        _ when DatabaseFailures.IsAway(exception) => ApiProblem.Unavailable(),
        _ when DatabaseFailures.IsFull(exception) => ApiProblem.NoRoom(),
        _ => (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => ApiProblem.Conflict("Something of that name was made at the same moment: try again."),
            PostgresErrorCodes.ForeignKeyViolation => ApiProblem.Conflict("Something this belongs to was deleted at the same moment, or is still in use."),
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => ApiProblem.Conflict("Somebody else changed the same things at the same moment: try again."),
            ['2', '2', ..] => Unstorable(),
            _ => null,
        },
    };

    /// <summary>The database's class 22: NUL or half a character pair in a text, a number or date out of range, a text too long.</summary>
    private static ApiProblem Unstorable() => ApiProblem.Invalid("body", "The request holds a text, number or date that cannot be stored.");
}
