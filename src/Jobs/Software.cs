using System.Reflection;

namespace WarpGrad.Jobs;

/// <summary>Which build this is.</summary>
internal static class Software
{
    /// <summary>Version recorded with every run.</summary>
    public static string Version { get; } =
        typeof(Software).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
