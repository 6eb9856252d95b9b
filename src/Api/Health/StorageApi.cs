using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Accounts;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Health;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;

namespace WarpGrad.Api.Health;

/// <summary>Who fills the database, for administrators.</summary>
internal static class StorageApi
{
    public static void MapStorage(this IEndpointRouteBuilder api) =>
        api.MapGet("/admin/storage", ListAsync).WithTags("Administration").WithSummary("The teams that keep most, and what it is");

    private static async Task<List<TeamStorage>> ListAsync(Caller caller, WarpGradDbContext database, int? limit, CancellationToken cancellation)
    {
        await Administrators.DemandAsync(caller, database, TokenScope.Admin, cancellation);
        return await database.Database.SqlQuery<TeamStorage>(
            $"""
            WITH kept AS (
                SELECT d."TeamId", b."Length" AS dataset, 0::bigint AS checkpoint, 0::bigint AS model, 0::bigint AS arriving
                FROM dataset_versions v JOIN datasets d ON d."Id" = v."DatasetId" JOIN blobs b ON b."Id" = v."PixelsBlobId"
                UNION ALL
                SELECT r."TeamId", 0, b."Length", 0, 0
                FROM checkpoints c JOIN runs r ON r."Id" = c."RunId" JOIN blobs b ON b."Id" = c."BlobId"
                UNION ALL
                SELECT m."TeamId", 0, 0, b."Length", 0
                FROM model_versions v JOIN models m ON m."Id" = v."ModelId" JOIN blobs b ON b."Id" = v."BlobId"
                UNION ALL
                SELECT d."TeamId", 0, 0, 0, b."Length" FROM datasets d JOIN blobs b ON b."Id" = d."UploadBlobId"
                UNION ALL
                SELECT i."TeamId", 0, 0, 0, b."Length" FROM model_imports i JOIN blobs b ON b."Id" = i."BlobId" WHERE i."VersionId" IS NULL
                UNION ALL
                SELECT u."TeamId", 0, 0, 0, u."Offset" FROM uploads u WHERE u."BlobId" IS NOT NULL
            )
            SELECT t."Slug", sum(dataset + checkpoint + model + arriving)::bigint AS "TotalBytes", sum(dataset)::bigint AS "DatasetBytes",
                sum(checkpoint)::bigint AS "CheckpointBytes", sum(model)::bigint AS "ModelBytes", sum(arriving)::bigint AS "ArrivingBytes"
            FROM kept JOIN teams t ON t."Id" = kept."TeamId"
            GROUP BY t."Slug"
            ORDER BY "TotalBytes" DESC, t."Slug"
            LIMIT {Paging.Size(limit)}
            """).ToListAsync(cancellation);
    }
}
