using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Models;

namespace WarpGrad.Api.Models;

/// <summary>The registry of trained models.</summary>
internal static class ModelsApi
{
    public static void MapModels(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Models").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/teams/{team}/models", ListAsync).WithSummary("Models of a team, newest first");
        group.MapGet("/models/{team}/{model}", GetAsync).WithSummary("A model and its versions");
        group.MapGet("/models/{team}/{model}/versions/{version}", GetVersionAsync).WithSummary("A version, by number or 'latest'");
        group.MapGet("/models/{team}/{model}/versions/{version}/checkpoint", DownloadAsync)
            .Produces(StatusCodes.Status200OK, contentType: BlobDownload.ContentType)
            .WithSummary("The model file as safetensors");
    }

    /// <summary>The version a caller may see, with its model and run.</summary>
    /// <param name="database">The database.</param>
    /// <param name="teamId">Owning team, already checked.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="version">A number, <c>latest</c>, or null for the latest.</param>
    /// <param name="cancellation">Stops the query.</param>
    public static async Task<ModelVersion> FindVersionAsync(
        WarpGradDbContext database, Guid teamId, string model, string? version, CancellationToken cancellation)
    {
        int? number = version is null or "latest" ? null : int.TryParse(version, out var parsed) ? parsed : throw ApiProblem.NotFound("model version");
        return await database.ModelVersions.AsNoTracking()
            .Include(v => v.Model).Include(v => v.Blob).Include(v => v.Run).ThenInclude(r => r!.DatasetVersion).ThenInclude(v => v!.Dataset)
            .Where(v => v.Model!.TeamId == teamId && v.Model.Slug == model && (number == null || v.Number == number))
            .OrderByDescending(v => v.Number)
            .FirstOrDefaultAsync(cancellation)
            ?? throw ApiProblem.NotFound("model version");
    }

    private static Task<Page<ModelSummary>> ListAsync(
        string team, Caller caller, WarpGradDbContext database, string? cursor, int? limit, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.ModelRead, team).Id;
        var before = Paging.Id(cursor);
        return database.Models.AsNoTracking()
            .Where(m => m.TeamId == teamId && (before == null || m.Id < before))
            .OrderByDescending(m => m.Id)
            .Select(m => new { Model = m, Latest = m.Versions.OrderByDescending(v => v.Number).First() })
            .Select(row => new { row.Model, row.Latest, row.Latest.Run!.Family })
            .ToPageAsync(Paging.Size(limit), row => Summarize(team, row.Model, row.Latest, row.Family), row => row.Model.Id.ToString(), cancellation);
    }

    private static async Task<ModelDetail> GetAsync(string team, string model, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.ModelRead, team).Id;
        var found = await database.Models.AsNoTracking()
            .Include(m => m.Versions).ThenInclude(v => v.Blob)
            .Include(m => m.Versions).ThenInclude(v => v.Run)
            .SingleOrDefaultAsync(m => m.TeamId == teamId && m.Slug == model, cancellation)
            ?? throw ApiProblem.NotFound("model");
        var versions = found.Versions.OrderByDescending(v => v.Number).ToList();
        return new ModelDetail(Summarize(team, found, versions[0], versions[0].Run!.Family), [.. versions.Select(Summarize)]);
    }

    private static async Task<ModelVersionDetail> GetVersionAsync(
        string team, string model, string version, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.ModelRead, team).Id;
        var found = await FindVersionAsync(database, teamId, model, version, cancellation);
        var data = found.Run!.DatasetVersion;
        return new ModelVersionDetail(
            Summarize(found), JsonSerializer.Deserialize<RunSpec>(found.Run.Spec, SpecJson.Options)!,
            data?.Dataset!.Name, data?.Hash, data is null ? null : new ImageShape(data.Channels, data.Height, data.Width));
    }

    private static async Task<IResult> DownloadAsync(
        string team, string model, string version, Caller caller, WarpGradDbContext database, BlobStore blobs, HttpContext context,
        CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.ModelRead, team).Id;
        var found = await FindVersionAsync(database, teamId, model, version, cancellation);
        return await BlobDownload.SendAsync(found.BlobId, $"{model}-v{found.Number}.safetensors", database, blobs, context, cancellation);
    }

    private static ModelSummary Summarize(string team, Model model, ModelVersion latest, TaskFamily family) =>
        new(model.Id, team, model.Slug, model.Name, family, latest.Number, Result(latest), model.CreatedAt, latest.CreatedAt);

    private static ModelVersionSummary Summarize(ModelVersion version) =>
        new(version.Number, version.RunId, version.Step, version.Blob!.Hash, version.Blob.Length, Result(version), version.CreatedAt);

    private static EvaluationSummary? Result(ModelVersion version) =>
        version.Result is null ? null : StoredJson.Read<EvaluationSummary>(version.Result);
}
