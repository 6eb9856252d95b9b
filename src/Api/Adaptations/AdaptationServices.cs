namespace WarpGrad.Api.Adaptations;

/// <summary>Registers what asks workers.</summary>
internal static class AdaptationServices
{
    /// <summary>Adds the desk, its limits, and access to what was asked.</summary>
    public static IServiceCollection AddAdaptations(this IServiceCollection services)
    {
        services.AddSingleton<AdaptationWaiter>();
        services.AddSingleton<AdaptationLimits>();
        services.AddScoped<AdaptationDesk>();
        services.AddScoped<LiveAnswers>();
        services.AddScoped<AdaptationAccess>();
        services.AddScoped<RankingCandidates>();
        return services;
    }
}
