using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Datasets;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Models;

namespace WarpGrad.Api.Runs;

/// <summary>What a run is made of besides its spec: a dataset, and a model to start from.</summary>
internal sealed class RunMaterials(WarpGradDbContext database)
{
    private const string DatasetField = "task.dataset", StartField = "startFrom";
    private readonly Dictionary<(Guid Team, Guid? Dataset), (DatasetVersion Version, DatasetShape Shape)> _read = [];

    /// <summary>Makes certain that the team may use what the spec names, and that it fits.</summary>
    /// <param name="team">Team that owns the run.</param>
    /// <param name="caller">Who submits it.</param>
    /// <param name="spec">The spec.</param>
    /// <param name="cancellation">Stops the queries.</param>
    /// <returns>The version of the spec's dataset; null for families that need none.</returns>
    /// <exception cref="ApiProblem">Dataset or model is unknown to the team, not ready, does not fit, or is given where tasks need none.</exception>
    public async Task<Guid?> CheckAsync(CallerTeam team, Caller caller, RunSpec spec, CancellationToken cancellation)
    {
        // First, because what is said of a dataset that does not fit the model would tell of a model that the team may not see.
        var parent = spec.StartFrom is { } id ? await CheckStartAsync(caller.For(team), id, spec, cancellation) : null;
        if (!spec.Task.Family.NeedsDataset())
            return spec.Task.Dataset is null ? null : throw Refused(DatasetField, "Tasks of this family are drawn from the seed: leave the dataset out.");
        var data = await CheckDatasetAsync(team, spec, cancellation);
        // The layers of a learner of images depend on their shape.
        if (parent?.Image is [var c, var h, var w] && (c, h, w) != (data.Channels, data.Height, data.Width))
            throw Refused(DatasetField, $"The dataset's images are {data.Channels}×{data.Height}×{data.Width}, those of the model to start from {c}×{h}×{w} (channels × height × width): upload the images at that size.");
        return data.Id;
    }

    private async Task<ModelVersion> CheckStartAsync(Caller caller, Guid id, RunSpec spec, CancellationToken cancellation)
    {
        var parent = await database.ModelVersions.AsNoTracking().Include(v => v.Model).ThenInclude(m => m!.Shares).SingleOrDefaultAsync(v => v.Id == id, cancellation);
        if (parent is null || AccessRules.Decide(Operation.ModelAdapt, ModelAccess.StandingOf(caller, parent.Model!), caller.Scope) != Access.Allowed)
            throw Refused(StartField, "There is no such model version, or the team that would own the run may not adapt it: a model of another team must be shared with that team first.");
        return StartRules.Check(spec, ModelAnswers.Spec(parent)) is { Count: > 0 } errors ? throw ApiProblem.Spec(errors) : parent;
    }

    private async Task<DatasetVersion> CheckDatasetAsync(CallerTeam team, RunSpec spec, CancellationToken cancellation)
    {
        // The trials of a sweep share their dataset.
        if (!_read.TryGetValue((team.Id, spec.Task.Dataset), out var data))
            _read[(team.Id, spec.Task.Dataset)] = data = await ReadDatasetAsync(team, spec.Task.Dataset, cancellation);
        return DataRules.Check(spec, data.Shape) is { Count: > 0 } errors ? throw ApiProblem.Spec(errors) : data.Version;
    }

    private async Task<(DatasetVersion Version, DatasetShape Shape)> ReadDatasetAsync(CallerTeam team, Guid? id, CancellationToken cancellation)
    {
        var dataset = await database.Datasets.AsNoTracking()
            .Where(DatasetAccess.UsedBy([team.Id]))
            .Where(d => d.Id == id)
            .Select(d => new { d.Name, d.State, Version = d.Versions.OrderByDescending(v => v.Number).FirstOrDefault() })
            .SingleOrDefaultAsync(cancellation)
            ?? throw Refused(DatasetField, "The team has no such dataset: give the id of one of its datasets, or of one that is shared with it.");
        if (dataset.Version is null)
            throw Refused(DatasetField, dataset.State == DatasetState.Importing
                ? $"'{dataset.Name}' is still being imported: try again when it is ready."
                : $"The import of '{dataset.Name}' failed: upload it again.");
        var classes = await database.DatasetClasses.AsNoTracking()
            .Where(c => c.VersionId == dataset.Version.Id)
            .OrderBy(c => c.Index)
            .Select(c => new ClassShape(c.Group, c.Split, c.Images))
            .ToListAsync(cancellation);
        return (dataset.Version, new DatasetShape(dataset.Version.Channels, dataset.Version.Height, dataset.Version.Width, classes));
    }

    private static ApiProblem Refused(string field, string message) => ApiProblem.Spec([new SpecError(field, message)]);
}
