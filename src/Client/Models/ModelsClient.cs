using System.Globalization;
using System.Net.Http.Headers;
using WarpGrad.Client.Http;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Client.Models;

/// <summary>Models and their versions.</summary>
public sealed class ModelsClient
{
    private const string Latest = "latest";

    private readonly HttpSender _http;

    internal ModelsClient(HttpSender http) => _http = http;

    /// <summary>One page of a team's models, newest first.</summary>
    public Task<Page<ModelSummary>> ListAsync(string team, string? cursor = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<ModelSummary>>(Paths.Query(Paths.Of("teams", team, "models"), ("cursor", cursor)), cancel);

    /// <summary>All of a team's models, newest first.</summary>
    public IAsyncEnumerable<ModelSummary> AllAsync(string team, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => ListAsync(team, cursor, stop), cancel);

    /// <summary>One page of all models that the caller can find in the installation, newest first.</summary>
    /// <param name="filter">Which models; all when absent.</param>
    /// <param name="cursor">Where the page begins, from the page before; the first page when absent.</param>
    /// <param name="limit">Most models on the page; the server's choice when absent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Page<ModelSummary>> SearchAsync(ModelFilter? filter = null, string? cursor = null, int? limit = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<ModelSummary>>(Filtered("models", filter, cursor, limit), cancel);

    /// <summary>One page of a team's own models, newest first.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="filter">Which models; all when absent.</param>
    /// <param name="cursor">Where the page begins, from the page before; the first page when absent.</param>
    /// <param name="limit">Most models on the page; the server's choice when absent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Page<ModelSummary>> SearchTeamAsync(
        string team, ModelFilter? filter = null, string? cursor = null, int? limit = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<ModelSummary>>(Filtered(Paths.Of("teams", team, "models"), filter, cursor, limit), cancel);

    /// <summary>A model with its versions, newest first.</summary>
    /// <param name="team">Slug of the owning team.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ModelDetail> GetAsync(string team, string model, CancellationToken cancel = default) =>
        _http.GetAsync<ModelDetail>(Paths.Of("models", team, model), cancel);

    /// <summary>One version with its spec and data.</summary>
    /// <param name="team">Slug of the owning team.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="version">Number of the version; the latest when absent.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ModelVersionDetail> VersionAsync(string team, string model, int? version = null, CancellationToken cancel = default) =>
        _http.GetAsync<ModelVersionDetail>(Paths.Of("models", team, model, "versions", Name(version)), cancel);

    /// <summary>One version with its spec and data.</summary>
    /// <param name="team">Slug of the owning team.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="version">Number of the version, one of the model's aliases, or <c>latest</c>.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ModelVersionDetail> VersionAsync(string team, string model, string version, CancellationToken cancel = default) =>
        _http.GetAsync<ModelVersionDetail>(Paths.Of("models", team, model, "versions", version), cancel);

    /// <summary>What a version is, written from what is recorded about it.</summary>
    /// <param name="team">Slug of the owning team.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="version">Number of the version, one of the model's aliases, or <c>latest</c>.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ModelCard> CardAsync(string team, string model, string version = Latest, CancellationToken cancel = default) =>
        _http.GetAsync<ModelCard>(Paths.Of("models", team, model, "versions", version, "card"), cancel);

    /// <summary>Where a model came from and what became of it.</summary>
    public Task<Lineage> LineageAsync(string team, string model, CancellationToken cancel = default) =>
        _http.GetAsync<Lineage>(Paths.Of("models", team, model, "lineage"), cancel);

    /// <summary>Changes what a model says about itself.</summary>
    public Task<ModelDetail> ChangeAsync(string team, string model, ChangeModelRequest request, CancellationToken cancel = default) =>
        _http.PatchAsync<ModelDetail>(Paths.Of("models", team, model), request, cancel);

    /// <summary>Deletes a model with all its versions.</summary>
    public Task DeleteAsync(string team, string model, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Delete, Paths.Of("models", team, model), cancel);

    /// <summary>Marks a model for oneself.</summary>
    public Task StarAsync(string team, string model, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Put, Paths.Of("models", team, model, "star"), cancel);

    /// <summary>Takes the mark away.</summary>
    public Task UnstarAsync(string team, string model, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Delete, Paths.Of("models", team, model, "star"), cancel);

    /// <summary>Points a name at a version, or moves it there.</summary>
    /// <param name="team">Slug of the owning team.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="alias">The name.</param>
    /// <param name="version">Number of the version.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ModelAliasSummary> SetAliasAsync(string team, string model, string alias, int version, CancellationToken cancel = default) =>
        _http.PutAsync<ModelAliasSummary>(Paths.Of("models", team, model, "aliases", alias), new AliasRequest(version), cancel);

    /// <summary>Takes a name away; its version stays.</summary>
    public Task RemoveAliasAsync(string team, string model, string alias, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Delete, Paths.Of("models", team, model, "aliases", alias), cancel);

    /// <summary>Starts a run of the caller's team from a version.</summary>
    /// <param name="team">Slug of the owning team.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="version">Number of the version, one of the model's aliases, or <c>latest</c>.</param>
    /// <param name="request">The caller's team, and what the run does differently.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<RunSummary> ForkAsync(string team, string model, string version, ForkRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<RunSummary>(Paths.Of("models", team, model, "versions", version, "fork"), request, cancel);

    /// <summary>Sends a model file; its check goes on after the answer.</summary>
    /// <param name="team">Slug of the team that gets the model.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="file">The file in safetensors format; streamed, never held in memory whole.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ModelImportSummary> ImportAsync(string team, string name, Stream file, CancellationToken cancel = default)
    {
        using var part = new StreamContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        // The server streams the file part and must know the name by then: it goes first.
        using var form = new MultipartFormDataContent { { new StringContent(name), "name" }, { part, "file", "model.safetensors" } };
        return await _http.SendAsync<ModelImportSummary>(HttpMethod.Post, Paths.Of("teams", team, "models", "import"), form, cancel).ConfigureAwait(false);
    }

    /// <summary>How the check of a model file stands.</summary>
    public Task<ModelImportSummary> ImportStateAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<ModelImportSummary>(Paths.Of("model-imports", id), cancel);

    /// <summary>Opens the weights of a version in safetensors format; dispose the stream when read.</summary>
    public Task<Stream> OpenCheckpointAsync(string team, string model, int version, CancellationToken cancel = default) =>
        OpenCheckpointAsync(team, model, version.ToString(CultureInfo.InvariantCulture), cancel);

    /// <summary>Opens the weights of a version in safetensors format; dispose the stream when read.</summary>
    /// <param name="team">Slug of the owning team.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="version">Number of the version, one of the model's aliases, or <c>latest</c>.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Stream> OpenCheckpointAsync(string team, string model, string version, CancellationToken cancel = default)
    {
        var path = Paths.Of("models", team, model, "versions", version, "checkpoint");
        var response = await _http.OpenAsync(HttpMethod.Get, path, null, cancel).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Address, relative to the installation, of a version's download.</summary>
    public static string CheckpointPath(string team, string model, int version) =>
        "api/v1/" + Paths.Of("models", team, model, "versions", version, "checkpoint");

    private static object Name(int? version) => version is { } number ? number : Latest;

    private static string Filtered(string path, ModelFilter? filter, string? cursor, int? limit) => Paths.Query(
        path, ("search", filter?.Search), ("family", filter?.Family), ("tag", filter?.Tag), ("team", filter?.Team),
        ("starred", filter is { Starred: true } ? true : null), ("cursor", cursor), ("limit", limit));
}
