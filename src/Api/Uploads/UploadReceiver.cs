using System.Buffers;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http.Features;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Datasets;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Uploads;

namespace WarpGrad.Api.Uploads;

/// <summary>
/// Takes parts of files. Each block is committed by itself, so that a connection that breaks leaves all that was read of it (not what the
/// web server still held, at most a mebibyte); the last one is committed together with the dataset, so that an upload whose bytes are all
/// there is a dataset.
/// </summary>
internal sealed class UploadReceiver(WarpGradDbContext database, UploadStore uploads, BlobStore blobs, DatasetIntake intake)
{
    /// <summary>Stores the body of a request as the next part of an upload.</summary>
    /// <param name="caller">Who sends it.</param>
    /// <param name="upload">The upload as it was when the request began.</param>
    /// <param name="offset">Where the sender says that the part begins.</param>
    /// <param name="context">The request.</param>
    /// <exception cref="ApiProblem">The part belongs elsewhere, or goes beyond the end.</exception>
    public async Task ReceiveAsync(Caller caller, Upload upload, long offset, HttpContext context)
    {
        if (offset != upload.Offset)
            throw ApiProblem.WrongOffset(upload.Offset);
        var left = upload.Length - offset;
        if (context.Request.ContentLength > left)
            throw TooLong(left);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = left;
        // One byte more than fits shows that too many come, before the last ones that do are stored.
        var buffer = ArrayPool<byte>.Shared.Rent(BlobStore.ChunkBytes + 1);
        try
        {
            for (var whole = true; whole && left > 0;)
            {
                var room = (int)Math.Min(BlobStore.ChunkBytes - (offset % BlobStore.ChunkBytes), left);
                var (read, broken) = await FillAsync(context.Request.Body, buffer.AsMemory(0, room == left ? room + 1 : room));
                if (read > room || broken?.SourceException is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
                    throw TooLong(left);
                if (read > 0)
                    await StoreAsync(caller, upload.Id, offset, buffer.AsMemory(0, read));
                (offset, left, whole) = (offset + read, left - read, read == room);
                broken?.Throw();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Nobody stops this: bytes that were read are kept, whether or not their sender still listens.
    private async Task StoreAsync(Caller caller, Guid id, long offset, ReadOnlyMemory<byte> bytes)
    {
        Guid? dataset = null;
        await using (var transaction = await database.Database.BeginTransactionAsync())
        {
            var upload = await uploads.LockAsync(id, CancellationToken.None) ?? throw ApiProblem.NotFound("upload");
            if (upload.Offset != offset)
                throw ApiProblem.WrongOffset(upload.Offset);
            if (await uploads.AppendAsync(upload, bytes, CancellationToken.None) == upload.Length)
                dataset = await EndAsync(caller, upload);
            await transaction.CommitAsync();
        }

        if (dataset is { } made)
            intake.Import(made);
    }

    private async Task<Guid> EndAsync(Caller caller, Upload upload)
    {
        await blobs.FinishAsync(upload.BlobId!.Value, CancellationToken.None);
        var dataset = await intake.AddAsync(
            caller, upload.TeamId, UploadMetadata.Parse(upload.Metadata), upload.BlobId.Value, upload.Length, CancellationToken.None);
        await uploads.HandOverAsync(upload.Id, dataset, CancellationToken.None);
        return dataset;
    }

    /// <summary>Reads until the buffer is full, the body ends or the connection breaks.</summary>
    private static async Task<(int Read, ExceptionDispatchInfo? Broken)> FillAsync(Stream body, Memory<byte> buffer)
    {
        var read = 0;
        try
        {
            for (int more; read < buffer.Length && (more = await body.ReadAsync(buffer[read..])) > 0;)
                read += more;
            return (read, null);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return (read, ExceptionDispatchInfo.Capture(exception));
        }
    }

    private static ApiProblem TooLong(long left) => ApiProblem.TooLarge($"There are more bytes than the upload has left: {left}.");
}
