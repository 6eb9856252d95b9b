using System.Net.Http.Headers;
using WarpGrad.Client.Http;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Uploads;

namespace WarpGrad.Client.Datasets;

/// <summary>Datasets, their classes and images.</summary>
public sealed class DatasetsClient
{
    private readonly HttpSender _http;

    internal DatasetsClient(HttpSender http) => _http = http;

    /// <summary>
    /// Uploads a zip of class folders; the import goes on after the answer. A stream that can seek is sent in parts, and goes on from where
    /// the server is when the connection breaks or the server is away for a while; any other is sent in one piece.
    /// </summary>
    /// <param name="team">Slug of the team that will own it.</param>
    /// <param name="upload">Name, size and colours.</param>
    /// <param name="zip">The zip, from where it stands; streamed, never held in memory whole.</param>
    /// <param name="progress">Told how many bytes the server has; only for a stream that can seek.</param>
    /// <param name="cancel">Gives up, and has the server forget what it has.</param>
    public Task<DatasetSummary> UploadAsync(
        string team, DatasetUpload upload, Stream zip, IProgress<long>? progress = null, CancellationToken cancel = default) =>
        zip.CanSeek ? InPartsAsync(team, upload, zip, progress, cancel) : WholeAsync(team, upload, zip, cancel);

    /// <summary>One page of a team's uploads, newest first.</summary>
    public Task<Page<UploadSummary>> UploadsAsync(string team, string? cursor = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<UploadSummary>>(Paths.Query(Paths.Of("teams", team, "uploads"), ("cursor", cursor)), cancel);

    /// <summary>All uploads of a team that are not forgotten, newest first.</summary>
    public IAsyncEnumerable<UploadSummary> AllUploadsAsync(string team, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => UploadsAsync(team, cursor, stop), cancel);

    /// <summary>An upload: how far it is, and what became of it.</summary>
    public Task<UploadSummary> UploadAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<UploadSummary>(Paths.Of("uploads", id), cancel);

    /// <summary>Stops an upload and forgets it; a dataset that was made of it stays.</summary>
    public Task StopUploadAsync(Guid id, CancellationToken cancel = default) => new UploadSender(_http).StopAsync(id, cancel);

    private async Task<DatasetSummary> InPartsAsync(string team, DatasetUpload upload, Stream zip, IProgress<long>? progress, CancellationToken cancel) =>
        await GetAsync(await new UploadSender(_http).SendAsync(team, upload, zip, progress, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);

    private async Task<DatasetSummary> WholeAsync(string team, DatasetUpload upload, Stream zip, CancellationToken cancel)
    {
        // The server streams the file part to disk and must know the fields by then: they go first.
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in upload.Fields())
            form.Add(new StringContent(value), name);
        using var file = new StreamContent(zip);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        form.Add(file, "file", "dataset.zip");
        return await _http.SendAsync<DatasetSummary>(HttpMethod.Post, Paths.Of("teams", team, "datasets"), form, cancel).ConfigureAwait(false);
    }

    /// <summary>Makes a dataset of practice glyphs, which needs no upload; the drawing goes on after the answer.</summary>
    /// <param name="team">Slug of the team that will own it.</param>
    /// <param name="request">Name, seed and counts.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<DatasetSummary> CreateGlyphsAsync(string team, CreateGlyphsRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<DatasetSummary>(Paths.Of("teams", team, "datasets", "generated"), request, cancel);

    /// <summary>One page of a team's datasets, newest first.</summary>
    public Task<Page<DatasetSummary>> ListAsync(string team, string? cursor = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<DatasetSummary>>(Paths.Query(Paths.Of("teams", team, "datasets"), ("cursor", cursor)), cancel);

    /// <summary>All of a team's datasets, newest first.</summary>
    public IAsyncEnumerable<DatasetSummary> AllAsync(string team, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => ListAsync(team, cursor, stop), cancel);

    /// <summary>One dataset.</summary>
    public Task<DatasetSummary> GetAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<DatasetSummary>(Paths.Of("datasets", id), cancel);

    /// <summary>One page of the datasets of other teams that the caller may use.</summary>
    /// <param name="cursor">Where the page begins.</param>
    /// <param name="team">Slug of one of the caller's teams: only what that team may use, of whatever other team. Runs use what their team may.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Page<DatasetSummary>> ListSharedAsync(string? cursor = null, string? team = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<DatasetSummary>>(Paths.Query("datasets/shared", ("team", team), ("cursor", cursor)), cancel);

    /// <summary>All datasets of other teams that the caller may use.</summary>
    /// <param name="team">Slug of one of the caller's teams: only what that team may use.</param>
    /// <param name="cancel">Gives up.</param>
    public IAsyncEnumerable<DatasetSummary> AllSharedAsync(string? team = null, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => ListSharedAsync(cursor, team, stop), cancel);

    /// <summary>Changes what a dataset says about itself.</summary>
    public Task<DatasetSummary> ChangeAsync(Guid id, ChangeDatasetRequest request, CancellationToken cancel = default) =>
        _http.PatchAsync<DatasetSummary>(Paths.Of("datasets", id), request, cancel);

    /// <summary>Deletes a dataset.</summary>
    public Task DeleteAsync(Guid id, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Delete, Paths.Of("datasets", id), cancel);

    /// <summary>One page of a dataset's classes in their order.</summary>
    /// <param name="id">The dataset.</param>
    /// <param name="search">Only classes whose name or group contains this.</param>
    /// <param name="cursor">Where the page begins.</param>
    /// <param name="limit">Most classes of the page.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Page<DatasetClass>> ClassesAsync(Guid id, string? search = null, string? cursor = null, int? limit = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<DatasetClass>>(Paths.Query(Paths.Of("datasets", id, "classes"), ("cursor", cursor), ("limit", limit), ("search", search)), cancel);

    /// <summary>All classes of a dataset in their order.</summary>
    public IAsyncEnumerable<DatasetClass> AllClassesAsync(Guid id, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => ClassesAsync(id, cursor: cursor, limit: 200, cancel: stop), cancel);

    /// <summary>Makes a version of a dataset with the same images and other splits.</summary>
    public Task<DatasetSummary> ChangeSplitsAsync(Guid id, ChangeSplitsRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<DatasetSummary>(Paths.Of("datasets", id, "splits"), request, cancel);

    /// <summary>A few-shot task as a run draws it.</summary>
    /// <param name="id">The dataset.</param>
    /// <param name="split">Split of its classes.</param>
    /// <param name="task">How the run makes tasks.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="step">Meta-step of a training task, from 1; means nothing for held-out tasks.</param>
    /// <param name="place">Place of the task in its meta-batch or among the held-out tasks, from 0.</param>
    /// <param name="supportCopies">Augmented copies that the run adds to the support set per image.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Episode> EpisodeAsync(
        Guid id, ClassSplit split, TaskSpec task, long seed, long step = 1, int place = 0, int supportCopies = 0, CancellationToken cancel = default) =>
        _http.GetAsync<Episode>(
            Paths.Query(
                Paths.Of("datasets", id, "episode"), ("split", split), ("ways", task.Ways), ("shots", task.Shots), ("queries", task.Queries), ("withinGroup", task.WithinGroup),
                ("rotations", task.Rotations), ("augmentation", task.Augmentation), ("supportCopies", supportCopies), ("seed", seed), ("step", step), ("task", place)),
            cancel);

    /// <summary>Address, relative to the installation, of an image as PNG.</summary>
    public static string ImagePath(Guid id, int image) => "api/v1/" + Paths.Of("datasets", id, "images", image);

    /// <summary>Address, relative to the installation, of a PNG strip of the first images of a class.</summary>
    public static string SamplesPath(Guid id, int classIndex, int count) =>
        "api/v1/" + Paths.Query(Paths.Of("datasets", id, "classes", classIndex, "samples"), ("count", count));
}
