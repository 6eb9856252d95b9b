using System.Net;
using System.Net.Http.Json;
using WarpGrad.Client.Http;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Errors;

namespace WarpGrad.Client.Adaptations;

/// <summary>Adapting a model to a handful of examples.</summary>
public sealed class AdaptationsClient
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly HttpSender _http;

    internal AdaptationsClient(HttpSender http) => _http = http;

    /// <summary>Adapts to the examples, maze or surface of a request and answers it. Waits as long as it takes.</summary>
    /// <param name="team">Slug of the team that owns the model.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="request">What to adapt to and what to answer.</param>
    /// <param name="version">Number of the version; the latest when absent.</param>
    /// <param name="cancel">Gives up waiting; the adaptation itself goes on.</param>
    public Task<AdaptAndPredictResponse> AdaptAndPredictAsync(
        string team, string model, AdaptAndPredictRequest request, int? version = null, CancellationToken cancel = default) =>
        SendAsync(team, model, request, version, cancel);

    /// <summary>Adapts to the examples, maze or surface of a request and answers it. Waits as long as it takes.</summary>
    /// <param name="team">Slug of the team that owns the model.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="request">What to adapt to and what to answer.</param>
    /// <param name="version">Number of the version, one of the model's aliases, or <c>latest</c>.</param>
    /// <param name="cancel">Gives up waiting; the adaptation itself goes on.</param>
    public Task<AdaptAndPredictResponse> AdaptAndPredictAsync(
        string team, string model, AdaptAndPredictRequest request, string version, CancellationToken cancel = default) =>
        SendAsync(team, model, request, version, cancel);

    /// <summary>One adaptation by id.</summary>
    public Task<AdaptationDetail> GetAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<AdaptationDetail>(Paths.Of("adaptations", id), cancel);

    private async Task<AdaptAndPredictResponse> SendAsync(string team, string model, AdaptAndPredictRequest request, object? version, CancellationToken cancel)
    {
        // JSON rather than multipart: labels may hold any character, which form part names may not.
        using var body = JsonContent.Create(request, options: WireJson.Options);
        var path = Paths.Query(Paths.Of("models", team, model, "adapt-and-predict"), ("version", version), ("wait", 30));
        using var response = await _http.OpenAsync(HttpMethod.Post, path, body, cancel).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Accepted)
            return await HttpSender.ReadAsync<AdaptAndPredictResponse>(response, cancel).ConfigureAwait(false);
        var pending = await HttpSender.ReadAsync<AdaptationDetail>(response, cancel).ConfigureAwait(false);
        return await WaitAsync(pending.Id, cancel).ConfigureAwait(false);
    }

    private async Task<AdaptAndPredictResponse> WaitAsync(Guid id, CancellationToken cancel)
    {
        while (true)
        {
            var detail = await GetAsync(id, cancel).ConfigureAwait(false);
            if (detail is { State: AdaptationState.Done, Result: { } result })
                return result;
            if (detail.State == AdaptationState.Failed)
                throw new WarpGradException(new Problem { Type = ProblemTypes.ComputationFailed, Title = "The adaptation failed.", Detail = detail.FailureReason });
            await Task.Delay(Pause, cancel).ConfigureAwait(false);
        }
    }
}
