using Microsoft.Extensions.Options;
using WarpGrad.Data.Blobs;
using WarpGrad.Engine;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Keeps the models used last ready in memory. A model leaves the memory once it was pushed out and nobody uses it any more.</summary>
internal sealed class ModelCache(IServiceScopeFactory scopes, IOptions<WorkerOptions> options) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _byUse = new();

    /// <summary>Borrows a model; dispose the result when done with it.</summary>
    /// <param name="blobId">Its file. Files never change, so neither do entries.</param>
    public async Task<Borrowed> BorrowAsync(Guid blobId)
    {
        var entry = Take(blobId);
        try
        {
            return new Borrowed(await entry.Model.Value, () => Return(entry));
        }
        catch
        {
            Forget(entry);
            throw;
        }
    }

    public void Dispose()
    {
        lock (_lock)
            foreach (var entry in _byUse)
                entry.DisposeModel();
    }

    private Entry Take(Guid blobId)
    {
        lock (_lock)
        {
            var entry = _byUse.FirstOrDefault(e => e.BlobId == blobId)
                ?? new Entry(blobId, new Lazy<Task<WarpModel>>(() => LoadAsync(blobId)));
            entry.Users++;
            _byUse.Remove(entry);
            _byUse.AddFirst(entry);
            while (_byUse.Count > options.Value.ModelsCached && _byUse.Last is { Value.Users: 0 } oldest)
            {
                _byUse.RemoveLast();
                oldest.Value.DisposeModel();
            }

            return entry;
        }
    }

    private void Return(Entry entry)
    {
        lock (_lock)
            entry.Users--;
    }

    private void Forget(Entry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            _byUse.Remove(entry);
        }
    }

    private async Task<WarpModel> LoadAsync(Guid blobId)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var file = new MemoryStream();
        await scope.ServiceProvider.GetRequiredService<BlobStore>().CopyToAsync(blobId, file, CancellationToken.None);
        file.Position = 0;
        return WarpModel.Read(file);
    }

    /// <summary>A model in use.</summary>
    internal sealed class Borrowed(WarpModel model, Action giveBack) : IDisposable
    {
        public WarpModel Model { get; } = model;

        public void Dispose() => giveBack();
    }

    private sealed class Entry(Guid blobId, Lazy<Task<WarpModel>> model)
    {
        public Guid BlobId { get; } = blobId;

        public Lazy<Task<WarpModel>> Model { get; } = model;

        public int Users { get; set; }

        public void DisposeModel()
        {
            if (Model.IsValueCreated && Model.Value.IsCompletedSuccessfully)
                Model.Value.Result.Dispose();
        }
    }
}
