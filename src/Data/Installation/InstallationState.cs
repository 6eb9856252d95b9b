namespace WarpGrad.Data.Installation;

/// <summary>How the whole installation stands, by its database.</summary>
/// <param name="Runs">Runs that wait for a worker.</param>
/// <param name="Adaptations">Questions to models that wait for a worker.</param>
/// <param name="Imports">Uploads that are not imported yet, and glyphs that are not drawn.</param>
/// <param name="RunsByState">Number of runs in each state.</param>
/// <param name="Workers">Workers by what they do.</param>
/// <param name="Serving">Active workers of each queue.</param>
/// <param name="DatabaseBytes">Size of the database.</param>
public sealed record InstallationState(
    WaitingLine Runs, WaitingLine Adaptations, WaitingLine Imports, IReadOnlyDictionary<string, long> RunsByState, WorkerCounts Workers, IReadOnlyDictionary<string, int> Serving,
    long DatabaseBytes);

/// <summary>Those who wait.</summary>
/// <param name="Waiting">How many.</param>
/// <param name="OldestSeconds">How long the oldest has waited; 0 when nobody waits.</param>
public sealed record WaitingLine(int Waiting, double OldestSeconds);

/// <summary>Workers that have not left.</summary>
/// <param name="Active">Take work.</param>
/// <param name="Draining">Put their work down.</param>
/// <param name="Lost">Fell silent without a word.</param>
public sealed record WorkerCounts(int Active, int Draining, int Lost);
