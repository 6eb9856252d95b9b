using Microsoft.Extensions.Options;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Engine;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Keeps the models used last ready in memory: their warps and start values.</summary>
internal sealed class ModelCache(IServiceScopeFactory scopes, IOptions<WorkerOptions> options) : IDisposable
{
    private readonly SharedCache<Guid, WarpModel> _models = new(options.Value.ModelsCached, options.Value.ModelMegabytes * 1024L * 1024, model => model.Bytes);

    /// <summary>Borrows a model; dispose the result when done with it. Blocks while it is read.</summary>
    /// <param name="blobId">Its file. Files never change, so neither do entries.</param>
    public SharedCache<Guid, WarpModel>.Borrowed Borrow(Guid blobId) => _models.Borrow(blobId, () => Load(blobId));

    /// <summary>Whether there is no such model any more.</summary>
    /// <param name="blobId">Its file.</param>
    public bool IsGone(Guid blobId)
    {
        using var scope = scopes.CreateScope();
        return !scope.ServiceProvider.GetRequiredService<WarpGradDbContext>().Blobs.Any(b => b.Id == blobId);
    }

    public void Dispose() => _models.Dispose();

    private WarpModel Load(Guid blobId)
    {
        using var scope = scopes.CreateScope();
        using var file = new MemoryStream();
        scope.ServiceProvider.GetRequiredService<BlobStore>().CopyToAsync(blobId, file, CancellationToken.None).GetAwaiter().GetResult();
        file.Position = 0;
        return WarpModel.Read(file);
    }
}
