using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Datasets;
using WarpGrad.Contracts.Models;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Models;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Models;

/// <summary>Walks from the versions of a model to what they were made from, and to what was made from them. What the caller may not see keeps its place but not its name.</summary>
internal sealed class LineageWalk(WarpGradDbContext database, Caller caller)
{
    // Generations up and down, and versions in all: a picture with more is none.
    private const int MostGenerations = 10;
    private const int MostVersions = 100;

    private readonly Dictionary<string, LineageNode> _nodes = [];
    private readonly HashSet<LineageEdge> _edges = [];
    private Guid _subject;

    /// <summary>The lineage of a model that the caller may read.</summary>
    public async Task<Lineage> FromAsync(Guid modelId, CancellationToken cancellation)
    {
        _subject = modelId;
        var own = await VersionsAsync(database.ModelVersions.Where(v => v.ModelId == modelId), cancellation);
        var all = own.ToDictionary(v => v.Id);
        await AncestorsAsync(own, all, cancellation);
        await DescendantsAsync(own, all, cancellation);
        foreach (var version in all.Values)
            await DrawAsync(version, cancellation);
        await DrawOpenForksAsync([.. all.Keys], cancellation);
        await DrawUsesAsync(own, cancellation);
        return new Lineage([.. _nodes.Values], [.. _edges.Where(edge => _nodes.ContainsKey(edge.From) && _nodes.ContainsKey(edge.To))]);
    }

    private async Task AncestorsAsync(IReadOnlyList<ModelVersion> from, Dictionary<Guid, ModelVersion> all, CancellationToken cancellation)
    {
        for (var generation = 0; generation < MostGenerations && from.Count > 0 && all.Count < MostVersions; generation++)
        {
            var wanted = from.Select(v => v.Run?.ParentVersionId).OfType<Guid>().Where(id => !all.ContainsKey(id)).Distinct().ToList();
            from = wanted.Count == 0 ? [] : await VersionsAsync(database.ModelVersions.Where(v => wanted.Contains(v.Id)), cancellation);
            foreach (var version in from)
                all[version.Id] = version;
        }
    }

    private async Task DescendantsAsync(IReadOnlyList<ModelVersion> from, Dictionary<Guid, ModelVersion> all, CancellationToken cancellation)
    {
        for (var generation = 0; generation < MostGenerations && from.Count > 0 && all.Count < MostVersions; generation++)
        {
            var parents = from.Select(v => v.Id).ToList();
            from = [.. (await VersionsAsync(database.ModelVersions.Where(v => v.Run != null && v.Run.ParentVersionId != null && parents.Contains(v.Run.ParentVersionId.Value)), cancellation))
                .Where(v => !all.ContainsKey(v.Id))];
            foreach (var version in from)
                all[version.Id] = version;
        }
    }

    private async Task<IReadOnlyList<ModelVersion>> VersionsAsync(IQueryable<ModelVersion> versions, CancellationToken cancellation) =>
        await versions.AsNoTracking().AsSplitQuery()
            .Include(v => v.Model).ThenInclude(m => m!.Team)
            .Include(v => v.Model).ThenInclude(m => m!.Shares)
            .Include(v => v.Blob)
            .Include(v => v.Run).ThenInclude(r => r!.DatasetVersion)
            .OrderByDescending(v => v.Id)
            .Take(MostVersions)
            .ToListAsync(cancellation);

    private async Task DrawAsync(ModelVersion version, CancellationToken cancellation)
    {
        var model = version.Model!;
        var seen = AccessRules.Decide(Operation.ModelFind, ModelAccess.StandingOf(caller, model), caller.Scope) == Access.Allowed;
        var subject = version.ModelId == _subject;
        var id = $"version-{version.Id}";
        Add(new LineageNode(id, LineageKind.ModelVersion, seen ? $"{model.Name}, version {version.Number}" : "A model of another team",
            seen ? $"SHA-256 {version.Blob!.Hash[..Math.Min(12, version.Blob.Hash.Length)]}" : "", seen ? $"/models/{model.Team!.Slug}/{model.Slug}" : null, subject));
        if (version.Imported)
        {
            Link($"file-{version.Id}", id);
            Add(new LineageNode($"file-{version.Id}", LineageKind.ImportedFile, "Imported file", seen && version.DatasetHash.Length > 0 ? $"dataset hash {Short(version.DatasetHash)}" : "", null, subject));
            return;
        }

        if (version.Run is null)
        {
            Link($"gone-{version.Id}", id);
            Add(new LineageNode($"gone-{version.Id}", LineageKind.Run, "A run since deleted", "", null, subject));
            return;
        }

        await DrawRunAsync(version, id, seen, subject, cancellation);
    }

    /// <summary>Draws what a version was made from.</summary>
    /// <param name="version">The version.</param>
    /// <param name="id">Its node.</param>
    /// <param name="known">Whether the caller may know the model: step and content hash belong to it, the run's name does not.</param>
    /// <param name="subject">Whether it is the model that was asked about.</param>
    /// <param name="cancellation">Stops the queries.</param>
    private async Task DrawRunAsync(ModelVersion version, string id, bool known, bool subject, CancellationToken cancellation)
    {
        var run = version.Run!;
        var (runId, checkpointId) = ($"run-{run.Id}", $"checkpoint-{run.Id}");
        await DrawRunAsync(run, known, subject, cancellation);
        Add(new LineageNode(checkpointId, LineageKind.Checkpoint, known ? $"Meta-step {version.Step.ToString("N0", CultureInfo.InvariantCulture)}" : "A checkpoint", "", null, subject));
        Link(runId, checkpointId);
        Link(checkpointId, id);
    }

    /// <summary>Draws runs that started from the versions and have become no model: they wait, are in work, or came to nothing.</summary>
    private async Task DrawOpenForksAsync(IReadOnlyList<Guid> versions, CancellationToken cancellation)
    {
        var forks = await database.Runs.AsNoTracking().Include(r => r.DatasetVersion)
            .Where(r => r.ParentVersionId != null && versions.Contains(r.ParentVersionId.Value) && !database.ModelVersions.Any(v => v.RunId == r.Id))
            .OrderByDescending(r => r.Id)
            .Take(MostVersions)
            .ToListAsync(cancellation);
        foreach (var run in forks)
            await DrawRunAsync(run, known: false, subject: false, cancellation);
    }

    /// <summary>Draws a run, what it started from and its data.</summary>
    private async Task DrawRunAsync(Run run, bool known, bool subject, CancellationToken cancellation)
    {
        var seen = caller.TeamIds.Contains(run.TeamId);
        var runId = $"run-{run.Id}";
        Add(new LineageNode(runId, LineageKind.Run, seen ? run.Name : "A run of another team",
            seen ? $"seed {run.Seed}, {run.State.ToString().ToLowerInvariant()}" : "", seen ? $"/runs/{run.Id}" : null, subject));
        if (run.ParentVersionId is { } parent)
            Link($"version-{parent}", runId);
        if (run.DatasetVersion is { } data)
        {
            var dataId = $"data-{data.Id}";
            if (!_nodes.ContainsKey(dataId))
            {
                var name = await database.Datasets.Where(DatasetAccess.UsedBy(caller)).Where(d => d.Id == data.DatasetId).Select(d => d.Name).SingleOrDefaultAsync(cancellation);
                Add(new LineageNode(dataId, LineageKind.DatasetVersion, name is null ? "A dataset of another team" : $"{name}, version {data.Number}",
                    name is null && !known ? "" : $"hash {Short(data.Hash)}", name is null ? null : $"/datasets/{data.DatasetId}", subject));
            }

            Link(dataId, runId);
        }
    }

    /// <summary>Uses, counted; members of the model's team see how often others use it, others see their own.</summary>
    private async Task DrawUsesAsync(IReadOnlyList<ModelVersion> versions, CancellationToken cancellation)
    {
        var ids = versions.Select(v => v.Id).ToList();
        var all = versions.Count > 0 && caller.TeamIds.Contains(versions[0].Model!.TeamId);
        var uses = await database.Adaptations
            .Where(a => a.ModelVersionId != null && ids.Contains(a.ModelVersionId.Value) && (a.Kind == AdaptationKind.Once || a.Kind == AdaptationKind.Keep) && (all || caller.TeamIds.Contains(a.TeamId)))
            .GroupBy(a => a.ModelVersionId)
            .Select(g => new { Version = g.Key, Count = g.Count(), Newest = g.Max(a => a.CreatedAt) })
            .ToListAsync(cancellation);
        foreach (var use in uses)
        {
            Add(new LineageNode($"uses-{use.Version}", LineageKind.Adaptations, use.Count == 1 ? "1 adaptation" : $"{use.Count} adaptations", $"newest {use.Newest:yyyy-MM-dd}", null, true));
            Link($"version-{use.Version}", $"uses-{use.Version}");
        }
    }

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;

    private void Add(LineageNode node) => _nodes.TryAdd(node.Id, node);

    private void Link(string from, string to) => _edges.Add(new LineageEdge(from, to));
}
