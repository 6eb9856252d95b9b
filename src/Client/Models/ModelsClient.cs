using WarpGrad.Client.Http;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Models;

namespace WarpGrad.Client.Models;

/// <summary>Models and their versions.</summary>
public sealed class ModelsClient
{
    private readonly HttpSender _http;

    internal ModelsClient(HttpSender http) => _http = http;

    /// <summary>One page of a team's models, newest first.</summary>
    public Task<Page<ModelSummary>> ListAsync(string team, string? cursor = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<ModelSummary>>(Paths.Query(Paths.Of("teams", team, "models"), ("cursor", cursor)), cancel);

    /// <summary>All of a team's models, newest first.</summary>
    public IAsyncEnumerable<ModelSummary> AllAsync(string team, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => ListAsync(team, cursor, stop), cancel);

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

    /// <summary>Opens the weights of a version in safetensors format; dispose the stream when read.</summary>
    public async Task<Stream> OpenCheckpointAsync(string team, string model, int version, CancellationToken cancel = default)
    {
        var path = Paths.Of("models", team, model, "versions", version, "checkpoint");
        var response = await _http.OpenAsync(HttpMethod.Get, path, null, cancel).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Address, relative to the installation, of a version's download.</summary>
    public static string CheckpointPath(string team, string model, int version) =>
        "api/v1/" + Paths.Of("models", team, model, "versions", version, "checkpoint");

    private static object Name(int? version) => version is { } number ? number : "latest";
}
