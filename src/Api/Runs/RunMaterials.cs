using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Datasets;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Models;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;

namespace WarpGrad.Api.Runs;

/// <summary>What a run is made of besides its spec: a dataset, and a model to start from.</summary>
internal sealed class RunMaterials(WarpGradDbContext database)
{
    private const string DatasetField = "task.dataset", StartField = "startFrom";

    /// <summary>The version of the spec's dataset, once it is certain that the team may use it and that it fits; null for families that need none.</summary>
    /// <exception cref="ApiProblem">It is unknown to the team, not ready, does not fit, or is given where tasks need none.</exception>
    public async Task<Guid?> CheckDatasetAsync(CallerTeam team, RunSpec spec, CancellationToken cancellation)
    {
        if (!spec.Task.Family.NeedsDataset())
            return spec.Task.Dataset is null ? null : throw Refused(DatasetField, "Tasks of this family are drawn from the seed: leave the dataset out.");
        var dataset = await database.Datasets.AsNoTracking()
            .Where(DatasetAccess.UsedBy([team.Id]))
            .Where(d => d.Id == spec.Task.Dataset)
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
        var shape = new DatasetShape(dataset.Version.Channels, dataset.Version.Height, dataset.Version.Width, classes);
        if (DataRules.Check(spec, shape) is { Count: > 0 } errors)
            throw ApiProblem.Spec(errors);
        await CheckInputAsync(spec, dataset.Version.Channels, dataset.Version.Height, dataset.Version.Width, cancellation);
        return dataset.Version.Id;
    }

    /// <summary>Makes certain that a run may start from the model that its spec names.</summary>
    /// <param name="caller">Who submits, acting for the team that owns the run.</param>
    /// <param name="spec">The spec.</param>
    /// <param name="cancellation">Stops the queries.</param>
    /// <exception cref="ApiProblem">The version is unknown to the team, or its learner is another one.</exception>
    public async Task CheckStartAsync(Caller caller, RunSpec spec, CancellationToken cancellation)
    {
        if (spec.StartFrom is not { } id)
            return;
        var parent = await database.ModelVersions.AsNoTracking().Include(v => v.Model).ThenInclude(m => m!.Shares).SingleOrDefaultAsync(v => v.Id == id, cancellation);
        var allowed = parent is not null
            && AccessRules.Decide(Operation.ModelAdapt, ModelAccess.StandingOf(caller, parent.Model!), caller.Scope) == Access.Allowed;
        if (!allowed)
            throw Refused(StartField, "There is no such model version, or the team that would own the run may not adapt it: a model of another team must be shared with that team first.");
        if (StartRules.Check(spec, ModelAnswers.Spec(parent!)) is { Count: > 0 } errors)
            throw ApiProblem.Spec(errors);
    }

    /// <summary>The layers of a learner of images depend on their shape, so a model to start from must have seen the same.</summary>
    private async Task CheckInputAsync(RunSpec spec, int channels, int height, int width, CancellationToken cancellation)
    {
        if (spec.StartFrom is not { } id)
            return;
        var image = await database.ModelVersions.Where(v => v.Id == id).Select(v => v.Image).SingleOrDefaultAsync(cancellation);
        if (image is [var c, var h, var w] && (c, h, w) != (channels, height, width))
            throw Refused(DatasetField, $"The dataset's images are {channels}×{height}×{width}, those of the model to start from {c}×{h}×{w} (channels × height × width): upload the images at that size.");
    }

    private static ApiProblem Refused(string field, string message) => ApiProblem.Spec([new SpecError(field, message)]);
}
