namespace WarpGrad.Jobs.Adaptations;

/// <summary>Registers what answers questions to models.</summary>
internal static class AdaptationServices
{
    /// <summary>Adds the pump, its caches and stacks, and the sweeper.</summary>
    public static IServiceCollection AddAdaptations(this IServiceCollection services)
    {
        services.AddSingleton<ModelCache>();
        services.AddSingleton<AdaptedCache>();
        services.AddSingleton<ImageStacks>();
        services.AddSingleton<AdaptationAnswerer>();
        services.AddHostedService<AdaptationPump>();
        services.AddHostedService<AdaptationSweeper>();
        return services;
    }
}
