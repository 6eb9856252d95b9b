using System.Linq.Expressions;
using Hangfire;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Models;

namespace WarpGrad.Api.Models;

/// <summary>Bringing in model files from elsewhere. A worker checks them, because only workers read tensors.</summary>
internal static class ImportsApi
{
    public static void MapModelImports(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Models").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/teams/{team}/models/import", ImportAsync).RequireRateLimiting(RateLimits.Transfers)
            .Accepts<IFormFile>("multipart/form-data")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .WithSummary("Import a model file (safetensors) that another installation exported")
            .WithDescription("The text field 'name' comes before the part 'file'. A worker compares the file with the run spec in it; the answer's address tells what it found.");
        group.MapGet("/model-imports/{id:guid}", GetAsync).WithSummary("What became of an imported file");
    }

    private static async Task<Accepted<ModelImportSummary>> ImportAsync(
        string team, Caller caller, HttpContext context, WarpGradDbContext database, BlobStore blobs, AuditLog audit, IBackgroundJobClient jobs,
        TimeProvider time, CancellationToken cancellation)
    {
        var teamId = caller.Demand(Operation.ModelCreate, team).Id;
        var id = await StreamedForm.ReadAsync(context, Limits.ModelBytes, ["name"], async (fields, file) =>
        {
            var name = Texts.Line(fields.GetValueOrDefault("name"), "name", 1, 100, "Give the model a name");
            // One transaction: a broken upload leaves neither a row nor a chunk.
            await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
            var blob = await blobs.WriteAsync(new LimitedStream(file, Limits.ModelBytes, "file"), cancellation);
            if (blob.Length == 0)
                throw ApiProblem.Invalid("file", "The file is empty.");
            var import = new ModelImport { TeamId = teamId, Name = name, BlobId = blob.Id, CreatedBy = caller.Name, CreatedAt = time.GetUtcNow() };
            database.ModelImports.Add(import);
            audit.Note(caller, teamId, AuditActions.ModelImport, import.Id, name, $"{blob.Length} bytes, SHA-256 {blob.Hash}.");
            await database.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return import.Id;
        }, cancellation);
        jobs.Enqueue<IModelImportJob>(QueueNames.Housekeeping, job => job.ImportAsync(id, CancellationToken.None));
        return TypedResults.Accepted($"/api/v1/model-imports/{id}", await FindAsync(database.ModelImports.Where(i => i.Id == id), database, cancellation));
    }

    private static async Task<ModelImportSummary> GetAsync(Guid id, Caller caller, WarpGradDbContext database, CancellationToken cancellation)
    {
        var teamId = await database.ModelImports.Where(i => i.Id == id).Select(i => (Guid?)i.TeamId).SingleOrDefaultAsync(cancellation);
        caller.Demand(Operation.ModelRead, teamId ?? Guid.Empty, "import");
        return (await FindAsync(database.ModelImports.Where(i => i.Id == id), database, cancellation))!;
    }

    private static Task<ModelImportSummary?> FindAsync(IQueryable<ModelImport> imports, WarpGradDbContext database, CancellationToken cancellation) =>
        imports.AsNoTracking().Select(Summary(database)).SingleOrDefaultAsync(cancellation);

    private static Expression<Func<ModelImport, ModelImportSummary>> Summary(WarpGradDbContext database) => i => new ModelImportSummary(
        i.Id, database.Teams.Where(t => t.Id == i.TeamId).Select(t => t.Slug).Single(), i.Name, i.State, i.FailureReason,
        i.Version == null ? null : new ModelReference(i.Version.Model!.Team!.Slug, i.Version.Model.Slug, i.Version.Model.Name, i.Version.Number),
        i.CreatedAt, i.CreatedBy);
}
