using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Uploads;
using WarpGrad.Data.Uploads;

namespace WarpGrad.Api.Uploads;

/// <summary>What the tus protocol wants in every request and answer.</summary>
internal static class TusAnswers
{
    /// <summary>What of the protocol there is besides its core.</summary>
    public const string Extensions = "creation,expiration,termination";

    /// <summary>Refuses requests of another version, and names the version in every answer.</summary>
    public static async ValueTask<object?> SpeakAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        context.Response.Promise(TusHeaders.Resumable, TusHeaders.Version);
        if (context.Request.Headers[TusHeaders.Resumable] == TusHeaders.Version)
            return await next(invocation);
        context.Response.Promise("Tus-Version", TusHeaders.Version);
        throw new ApiProblem(
            StatusCodes.Status412PreconditionFailed, ProblemTypes.InvalidRequest, "Unknown version of the protocol",
            $"Uploads in parts follow the tus protocol: send the header '{TusHeaders.Resumable}: {TusHeaders.Version}'.");
    }

    /// <summary>Adds the version to the description of an operation.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = TusHeaders.Resumable,
            In = ParameterLocation.Header,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [TusHeaders.Version] },
        });
        return Task.CompletedTask;
    }

    /// <summary>Adds the body to the description of an operation. As a rule of the route it would answer other types of body with 404.</summary>
    public static Task DescribePartAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var bytes = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [TusHeaders.PartType] = new() { Schema = bytes } },
        };
        return Task.CompletedTask;
    }

    /// <summary>Says in the headers where an upload is.</summary>
    public static void Describe(this HttpResponse response, Upload upload)
    {
        response.Promise(TusHeaders.Offset, upload.Offset.ToString(CultureInfo.InvariantCulture));
        response.Promise(TusHeaders.Expires, upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>Sets a header of whatever answer there will be: a refusal begins with empty headers.</summary>
    public static void Promise(this HttpResponse response, string name, string value) => response.OnStarting(() =>
    {
        response.Headers[name] = value;
        return Task.CompletedTask;
    });

    /// <summary>Reads a header that counts bytes.</summary>
    /// <exception cref="ApiProblem">It is no such number.</exception>
    public static long Bytes(string header, string? value)
    {
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            return bytes;
        // More than any file has, and more than fits.
        return value is { Length: > 0 } && value.All(char.IsAsciiDigit) ? long.MaxValue
            : throw ApiProblem.Invalid(header, $"The header '{header}' is a number of bytes, 0 or more.");
    }
}
