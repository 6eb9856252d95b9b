using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Models;

namespace WarpGrad.Api.Models;

/// <summary>Models and versions as answers show them.</summary>
internal static class ModelAnswers
{
    /// <summary>A model in a list.</summary>
    /// <param name="Model">With its team and shares.</param>
    /// <param name="Latest">Its newest version.</param>
    /// <param name="Stars">People who marked it.</param>
    /// <param name="Starred">Whether the caller did.</param>
    internal sealed record Row(Model Model, ModelVersion Latest, int Stars, bool Starred);

    /// <summary>Rows of a query of models.</summary>
    public static IQueryable<Row> Rows(this IQueryable<Model> models, Caller caller) =>
        models.AsNoTracking().AsSplitQuery().Include(m => m.Team).Include(m => m.Shares)
            .Select(m => new Row(m, m.Versions.OrderByDescending(v => v.Number).First(), m.Stars.Count, m.Stars.Any(s => s.UserId == caller.Id)));

    /// <summary>The model as lists show it to a caller.</summary>
    public static ModelSummary Summarize(Caller caller, Row row) => new(
        row.Model.Id, row.Model.Team!.Slug, row.Model.Team.Name, row.Model.Slug, row.Model.Name, row.Latest.Family, row.Latest.Number, Result(row.Latest),
        row.Model.License, row.Model.Tags, row.Model.Visibility, ModelAccess.Level(ModelAccess.StandingOf(caller, row.Model)), row.Stars, row.Starred,
        row.Model.CreatedAt, row.Latest.CreatedAt);

    /// <summary>The version as lists show it; runs are known to the team alone.</summary>
    /// <param name="version">With its file.</param>
    /// <param name="ownTeam">Whether the caller belongs to the model's team.</param>
    public static ModelVersionSummary Summarize(ModelVersion version, bool ownTeam) => new(
        version.Id, version.Number, ownTeam ? version.RunId : null, version.Imported, version.Step, version.Blob!.Hash, version.Blob.Length, Result(version),
        ownTeam ? version.CreatedBy : "", version.CreatedAt);

    /// <summary>A model with all that its page shows.</summary>
    public static async Task<ModelDetail> DetailAsync(WarpGradDbContext database, Caller caller, Guid modelId, CancellationToken cancellation)
    {
        var row = await database.Models.Where(m => m.Id == modelId).Rows(caller).SingleOrGoneAsync("model", cancellation);
        var own = caller.TeamIds.Contains(row.Model.TeamId);
        var versions = await database.ModelVersions.AsNoTracking().Include(v => v.Blob)
            .Where(v => v.ModelId == modelId).OrderByDescending(v => v.Number).ToListAsync(cancellation);
        var aliases = await database.ModelAliases.AsNoTracking()
            .Where(a => a.ModelId == modelId).OrderBy(a => a.Name)
            .Select(a => new ModelAliasSummary(a.Name, a.Version!.Number, a.Since, own ? a.By : "")).ToListAsync(cancellation);
        return new ModelDetail(Summarize(caller, row), row.Model.Description, [.. versions.Select(v => Summarize(v, own))], aliases);
    }

    /// <summary>The spec of a version.</summary>
    public static RunSpec Spec(ModelVersion version) => JsonSerializer.Deserialize<RunSpec>(version.Spec, SpecJson.Options)!;

    /// <summary>The result of a version on test tasks.</summary>
    public static EvaluationSummary? Result(ModelVersion version) =>
        version.Result is null ? null : StoredJson.Read<EvaluationSummary>(version.Result);

    /// <summary>Shape that a version scales images to.</summary>
    public static ImageShape? Input(ModelVersion version) => version.Image is [var channels, var height, var width] ? new ImageShape(channels, height, width) : null;
}
