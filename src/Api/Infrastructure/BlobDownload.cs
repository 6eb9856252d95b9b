using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Streams stored files to callers.</summary>
internal static class BlobDownload
{
    /// <summary>Media type of safetensors files.</summary>
    public const string ContentType = "application/octet-stream";

    /// <summary>Streams a blob chunk by chunk, with its hash as entity tag.</summary>
    public static async Task<IResult> SendAsync(
        Guid blobId, string fileName, WarpGradDbContext database, BlobStore blobs, HttpContext context, CancellationToken cancellation)
    {
        // One snapshot for all of it: whoever deletes the file meanwhile takes nothing from a download under way.
        var snapshot = await database.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var blob = await database.Blobs.AsNoTracking().Where(b => b.Id == blobId).SingleOrGoneAsync("file", cancellation);
        context.Response.ContentLength = blob.Length;
        context.Response.Headers.ETag = new EntityTagHeaderValue($"\"{blob.Hash}\"").ToString();
        return TypedResults.Stream(
            async body =>
            {
                await using (snapshot)
                    await blobs.CopyToAsync(blobId, body, cancellation);
            },
            ContentType, fileName);
    }
}
