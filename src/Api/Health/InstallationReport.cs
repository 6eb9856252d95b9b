using System.Reflection;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Health;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Data;
using WarpGrad.Data.Installation;

namespace WarpGrad.Api.Health;

/// <summary>Judges how the installation stands.</summary>
internal sealed class InstallationReport(WarpGradDbContext database, InstallationReader reader, IOptions<HealthOptions> options)
{
    private const double LeastFree = 0.1;

    // A question is answered by the first free thread; a run may rightly wait for hours where a worker is at work on others.
    private static readonly TimeSpan LongestAdaptationWait = TimeSpan.FromMinutes(1);

    // The largest upload there may be takes a few minutes.
    private static readonly TimeSpan LongestImport = TimeSpan.FromMinutes(15);

    private static readonly string Version =
        typeof(InstallationReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The report as of now.</summary>
    public async Task<InstallationHealth> MakeAsync(CancellationToken cancellation)
    {
        try
        {
            var schema = await DatabaseSchema.ReadAsync(database, cancellation);
            // Tables that this build does not know may not answer what it asks.
            return schema == SchemaHealth.Current
                ? Judge(await reader.ReadAsync(cancellation), await DatabaseVolume.ReadAsync(database, options.Value.DatabaseVolume, cancellation))
                : Broken(DatabaseHealth.Explain(schema)!, new DatabaseReport(true, schema));
        }
        catch (Exception exception) when (DatabaseFailures.IsAny(exception))
        {
            return Broken(DatabaseHealth.Away, new DatabaseReport(false));
        }
    }

    private static InstallationHealth Judge(InstallationState now, DatabaseVolume? disk)
    {
        var runs = new QueueHealth(now.Runs.Waiting, Seconds(now.Runs), now.Serving.GetValueOrDefault(QueueNames.Training));
        var adaptations = new QueueHealth(now.Adaptations.Waiting, Seconds(now.Adaptations), now.Serving.GetValueOrDefault(QueueNames.Interactive));
        var imports = new QueueHealth(now.Imports.Waiting, Seconds(now.Imports), now.Serving.GetValueOrDefault(QueueNames.Housekeeping));
        var problems = Problems(now, runs, adaptations, imports, disk).ToList();
        return new InstallationHealth(
            problems.Count == 0 ? HealthState.Healthy : HealthState.Degraded, problems, Version,
            new DatabaseReport(true, SchemaHealth.Current, now.DatabaseBytes, disk?.Total, disk?.Free),
            runs, adaptations, imports, new WorkersHealth(now.Workers.Active, now.Workers.Draining, now.Workers.Lost));
    }

    private static IEnumerable<string> Problems(InstallationState now, QueueHealth runs, QueueHealth adaptations, QueueHealth imports, DatabaseVolume? disk)
    {
        if (runs.Workers == 0)
            yield return "No worker serves the queue 'training': runs wait.";
        if (adaptations.Workers == 0)
            yield return "No worker serves the queue 'interactive': questions to models wait.";
        else if (adaptations.OldestSeconds > LongestAdaptationWait.TotalSeconds)
            yield return $"The oldest question to a model has waited for {adaptations.OldestSeconds:0} seconds: more threads or workers would help.";
        if (imports.Workers == 0)
            yield return "No worker serves the queue 'housekeeping': imports wait, and nothing is tidied up.";
        else if (imports.OldestSeconds > LongestImport.TotalSeconds)
            yield return $"The oldest import is {imports.OldestSeconds / 60:0} minutes old: more workers with the queue 'housekeeping' would help, or the log of theirs says what is wrong.";
        if (now.Workers.Lost > 0)
            yield return $"Workers that fell silent without a word: {now.Workers.Lost}.";
        if (disk is not null && disk.Free < LeastFree * disk.Total)
            yield return $"The disk of the database has {100.0 * disk.Free / disk.Total:0} % of its room left.";
    }

    private static double Seconds(WaitingLine line) => Math.Round(line.OldestSeconds, 1);

    private static InstallationHealth Broken(string problem, DatabaseReport report) =>
        new(HealthState.Unhealthy, [problem], Version, report, null, null, null, null);
}
