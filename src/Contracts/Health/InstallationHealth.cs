using System.Text.Json.Serialization;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Health;

/// <summary>How something stands.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<HealthState>))]
public enum HealthState
{
    /// <summary>As it should be.</summary>
    Healthy,

    /// <summary>It works, but somebody should look.</summary>
    Degraded,

    /// <summary>It does not work.</summary>
    Unhealthy,
}

/// <summary>How the schema of the database stands to the program that asks.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SchemaHealth>))]
public enum SchemaHealth
{
    /// <summary>They fit.</summary>
    Current,

    /// <summary>Migrations are missing.</summary>
    Older,

    /// <summary>A later version has brought it further.</summary>
    Newer,
}

/// <summary>How the installation stands, for its administrators. No secrets, and no names of people, teams or their things.</summary>
/// <param name="State">All in all.</param>
/// <param name="Problems">What should be looked after, a sentence each.</param>
/// <param name="Version">Version of the Api that answers.</param>
/// <param name="Database">The database.</param>
/// <param name="Runs">Runs that wait for a worker; null while the database is away.</param>
/// <param name="Adaptations">Questions to models that wait for a worker; null while the database is away.</param>
/// <param name="Imports">Uploads that are not imported yet, and glyphs that are not drawn; null while the database is away.</param>
/// <param name="Workers">Workers that have not left; null while the database is away.</param>
public sealed record InstallationHealth(
    HealthState State, IReadOnlyList<string> Problems, string Version, DatabaseReport Database, QueueHealth? Runs, QueueHealth? Adaptations, QueueHealth? Imports,
    WorkersHealth? Workers);

/// <summary>The database.</summary>
/// <param name="Reachable">Whether it answers.</param>
/// <param name="Schema">How its schema stands to the Api that answers; null while it is away.</param>
/// <param name="Bytes">Its size; null while it is away.</param>
/// <param name="DiskBytes">Size of the disk that holds it; null where that is not known.</param>
/// <param name="DiskFreeBytes">Free room on that disk; null where that is not known.</param>
public sealed record DatabaseReport(bool Reachable, SchemaHealth? Schema = null, long? Bytes = null, long? DiskBytes = null, long? DiskFreeBytes = null);

/// <summary>A queue.</summary>
/// <param name="Waiting">How many wait.</param>
/// <param name="OldestSeconds">How long the oldest has waited, in seconds.</param>
/// <param name="Workers">Active workers that serve it.</param>
public sealed record QueueHealth(int Waiting, double OldestSeconds, int Workers);

/// <summary>Workers that have not left.</summary>
/// <param name="Active">Take work.</param>
/// <param name="Draining">Put their work down.</param>
/// <param name="Lost">Fell silent without a word.</param>
public sealed record WorkersHealth(int Active, int Draining, int Lost);
