using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace WarpGrad.Api.Infrastructure;

/// <summary>The OpenAPI document and the pages that show it.</summary>
internal static class ApiDescription
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "WarpGrad",
                Version = "v1",
                Description = "Meta-learning by warped gradient descent: datasets, runs, models, adapt and predict. "
                    + "Send a token as 'Authorization: Bearer …'. Errors are problem details (RFC 9457).",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" };
            return Task.CompletedTask;
        }));

    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/docs", options => options.WithTitle("WarpGrad API").DisableDefaultFonts()).AllowAnonymous();
    }
}
