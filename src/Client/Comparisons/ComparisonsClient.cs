using System.Globalization;
using WarpGrad.Client.Http;
using WarpGrad.Contracts.Comparisons;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Client.Comparisons;

/// <summary>Runs and model versions side by side.</summary>
public sealed class ComparisonsClient
{
    private readonly HttpSender _http;

    internal ComparisonsClient(HttpSender http) => _http = http;

    /// <summary>Compares two runs.</summary>
    public Task<Comparison> RunsAsync(Guid left, Guid right, CancellationToken cancel = default) =>
        _http.GetAsync<Comparison>(Paths.Query("compare/runs", ("left", left), ("right", right)), cancel);

    /// <summary>Compares two model versions.</summary>
    /// <param name="left">The first, as <c>team/model/3</c>.</param>
    /// <param name="right">The second, likewise.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Comparison> VersionsAsync(string left, string right, CancellationToken cancel = default) =>
        _http.GetAsync<Comparison>(Paths.Query("compare/versions", ("left", left), ("right", right)), cancel);

    /// <summary>Compares two model versions.</summary>
    public Task<Comparison> VersionsAsync(ModelReference left, ModelReference right, CancellationToken cancel = default) =>
        VersionsAsync(Name(left.Team, left.Slug, left.Version), Name(right.Team, right.Slug, right.Version), cancel);

    /// <summary>A version as comparisons name it: <c>team/model/3</c>.</summary>
    public static string Name(string team, string model, int version) => $"{team}/{model}/{version.ToString(CultureInfo.InvariantCulture)}";
}
