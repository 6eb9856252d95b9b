using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using WarpGrad.Contracts.Health;

namespace WarpGrad.Api.Health;

/// <summary>Whether it works: for whoever starts processes, for whoever distributes requests, and in detail for operators.</summary>
internal static class HealthApi
{
    /// <summary>Address of the detailed report.</summary>
    public const string Path = "/health";

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        services.AddScoped<InstallationReport>();
        services.AddHostedService<InstallationWatch>();
    }

    public static void MapHealth(this WebApplication app)
    {
        // Alive is who answers at all: starting it again would not bring the database back.
        app.MapHealthChecks($"{Path}/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks($"{Path}/ready").AllowAnonymous();
        app.MapGet(Path, ReportAsync).RequireAuthorization(Operators.Policy).WithTags("Administration")
            .Produces<InstallationHealth>(StatusCodes.Status200OK).Produces<InstallationHealth>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("How the installation stands; 503 when it does not work");
        app.MapPrometheusScrapingEndpoint(Operators.MetricsPath).RequireAuthorization(Operators.Policy);
    }

    private static async Task<IResult> ReportAsync(InstallationReport report, CancellationToken cancellation)
    {
        var health = await report.MakeAsync(cancellation);
        return TypedResults.Json(health, statusCode: health.State == HealthState.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
