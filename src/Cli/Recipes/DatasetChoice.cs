using System.Security.Cryptography;
using WarpGrad.Client;
using WarpGrad.Client.Datasets;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Cli.Recipes;

/// <summary>Finds the dataset that was asked for, or makes it and waits until it is ready.</summary>
/// <param name="client">Asks the installation.</param>
/// <param name="team">Slug of the team.</param>
/// <param name="say">Told what is being done.</param>
internal sealed class DatasetChoice(WarpGradClient client, string team, Action<string>? say = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A ready dataset.</summary>
    /// <param name="data">What was asked for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CliException">There is none, or its import failed.</exception>
    public async Task<DatasetSummary> FindAsync(DataOptions data, CancellationToken cancellation)
    {
        var dataset = data switch
        {
            { Dataset: { } wanted } => await NamedAsync(wanted, cancellation),
            { Zip: { } zip } => await UploadedAsync(zip, data, cancellation),
            _ => await GlyphsAsync(cancellation),
        };
        while (dataset.State == DatasetState.Importing)
        {
            say?.Invoke("Importing");
            await Task.Delay(Pause, cancellation);
            dataset = await client.Datasets.GetAsync(dataset.Id, cancellation);
        }

        return dataset.State == DatasetState.Ready ? dataset
            : throw new CliException($"The import of the dataset '{dataset.Name}' failed: {dataset.FailureReason}");
    }

    private async Task<DatasetSummary> NamedAsync(string wanted, CancellationToken cancellation)
    {
        var all = await AllAsync(cancellation);
        var found = all.Where(dataset => dataset.Name == wanted || dataset.Id.ToString() == wanted.ToLowerInvariant()).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new CliException($"The team '{team}' has no dataset '{wanted}'. It has: {string.Join(", ", all.Select(d => d.Name).DefaultIfEmpty("none"))}."),
            _ => throw new CliException($"The team '{team}' has {found.Count} datasets named '{wanted}': give the id of one: {string.Join(", ", found.Select(d => d.Id))}."),
        };
    }

    /// <summary>Uploads a zip, unless the very same one was uploaded before.</summary>
    private async Task<DatasetSummary> UploadedAsync(FileInfo zip, DataOptions data, CancellationToken cancellation)
    {
        await using var file = zip.OpenRead();
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        var description = $"Uploaded by 'warpgrad recipe': SHA-256 {hash}, {data.Size} pixels, {data.Color.ToString().ToLowerInvariant()}.";
        var all = await AllAsync(cancellation);
        if (all.Find(dataset => dataset.Description == description && dataset.State != DatasetState.Failed) is { } known)
            return known;
        file.Position = 0;
        var name = Path.GetFileNameWithoutExtension(zip.Name);
        var upload = new DatasetUpload(name, description, data.Size, data.Color);
        return await client.Datasets.UploadAsync(team, upload, file, new Told(sent => say?.Invoke($"Uploading, {100 * sent / zip.Length} % sent")), cancellation);
    }

    private async Task<DatasetSummary> GlyphsAsync(CancellationToken cancellation)
    {
        var usual = new CreateGlyphsRequest("Practice glyphs");
        var all = await AllAsync(cancellation);
        return all.Find(dataset => dataset.Glyphs == usual.ToRecipe() && dataset.State != DatasetState.Failed)
            ?? await client.Datasets.CreateGlyphsAsync(team, usual, cancellation);
    }

    private async Task<List<DatasetSummary>> AllAsync(CancellationToken cancellation) =>
        await client.Datasets.AllAsync(team, cancellation).ToListAsync(cancellation);

    // The library's own progress tells from another thread, and perhaps after the end.
    private sealed class Told(Action<long> act) : IProgress<long>
    {
        public void Report(long value) => act(value);
    }
}
