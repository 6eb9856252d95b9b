using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using WarpGrad.Client.Http;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Inspections;

namespace WarpGrad.Client.Adaptations;

/// <summary>Adapting a model to a handful of examples.</summary>
public sealed class AdaptationsClient
{
    private const int Wait = 30;
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
        AnswerAsync(Of(team, model, "adapt-and-predict", version), request, cancel);

    /// <summary>Adapts to the examples, maze or surface of a request and answers it. Waits as long as it takes.</summary>
    /// <param name="team">Slug of the team that owns the model.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="request">What to adapt to and what to answer.</param>
    /// <param name="version">Number of the version, one of the model's aliases, or <c>latest</c>.</param>
    /// <param name="cancel">Gives up waiting; the adaptation itself goes on.</param>
    public Task<AdaptAndPredictResponse> AdaptAndPredictAsync(
        string team, string model, AdaptAndPredictRequest request, string version, CancellationToken cancel = default) =>
        AnswerAsync(Of(team, model, "adapt-and-predict", version), request, cancel);

    /// <summary>Adapts a model of images or curves to the examples of a request, tells how it goes, and answers it. Waits as long as it takes.</summary>
    /// <param name="team">Slug of the team that owns the model.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="request">What to adapt to and what to answer.</param>
    /// <param name="steps">Told, some twenty times a second, of the step that was reached: none where adapting is over before. The answer has them all.</param>
    /// <param name="version">Number of the version, one of the model's aliases, or <c>latest</c>; the latest when absent.</param>
    /// <param name="cancel">Gives up waiting; the adaptation itself goes on.</param>
    /// <exception cref="HttpRequestException">The connection broke.</exception>
    public async Task<AdaptAndPredictResponse> AdaptAndPredictAsync(
        string team, string model, AdaptAndPredictRequest request, IProgress<TracedStep> steps, string? version = null, CancellationToken cancel = default)
    {
        using var body = JsonContent.Create(request with { Trace = true, Stream = true }, options: WireJson.Options);
        using var response = await _http.OpenAsync(HttpMethod.Post, Of(team, model, "adapt-and-predict", version), body, cancel).ConfigureAwait(false);
        using var events = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await foreach (var item in SseParser.Create(events).EnumerateAsync(cancel).ConfigureAwait(false))
            switch (item.EventType)
            {
                case AdaptationEvents.Step:
                    steps.Report(Read<TracedStep>(item));
                    break;
                case AdaptationEvents.Answer:
                    return Read<AdaptAndPredictResponse>(item);
                case AdaptationEvents.Problem:
                    throw new WarpGradException(Read<Problem>(item));
                case AdaptationEvents.Pending:
                    return (await EndAsync(Read<AdaptationDetail>(item).Id, cancel).ConfigureAwait(false)).Result!;
            }

        throw new HttpRequestException("The connection ended before the answer.");

        static T Read<T>(SseItem<string> item) => JsonSerializer.Deserialize<T>(item.Data, WireJson.Options)!;
    }

    /// <summary>Adapts a model to examples and keeps what came of it. Waits as long as it takes.</summary>
    /// <param name="team">Slug of the team that owns the model.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="request">What to adapt to, and how long to keep it.</param>
    /// <param name="version">Number of the version, one of the model's aliases, or <c>latest</c>; the latest when absent.</param>
    /// <param name="cancel">Gives up waiting; the adaptation itself goes on.</param>
    public async Task<AdaptationDetail> CreateAsync(
        string team, string model, CreateAdaptationRequest request, string? version = null, CancellationToken cancel = default)
    {
        var (made, _) = await AskAsync<AdaptationDetail>(Of(team, model, "adaptations", version), request, cancel).ConfigureAwait(false);
        return made.State == AdaptationState.Pending ? await EndAsync(made.Id, cancel).ConfigureAwait(false) : made;
    }

    /// <summary>Predicts with a kept adaptation. Waits as long as it takes.</summary>
    /// <param name="id">The adaptation.</param>
    /// <param name="request">What to predict.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<AdaptAndPredictResponse> PredictAsync(Guid id, PredictRequest request, CancellationToken cancel = default) =>
        AnswerAsync(Paths.Query(Paths.Of("adaptations", id, "predict"), ("wait", Wait)), request, cancel);

    /// <summary>Adds examples to a kept adaptation, which goes on adapting. Waits as long as it takes.</summary>
    /// <param name="id">The adaptation.</param>
    /// <param name="request">The examples.</param>
    /// <param name="cancel">Gives up waiting; the adaptation itself goes on.</param>
    public async Task<AdaptationDetail> AddSupportAsync(Guid id, AddSupportRequest request, CancellationToken cancel = default)
    {
        var (answer, accepted) = await AskAsync<AdaptationDetail>(Paths.Query(Paths.Of("adaptations", id, "support"), ("wait", Wait)), request, cancel).ConfigureAwait(false);
        if (!accepted)
            return answer;
        await EndAsync(answer.Id, cancel).ConfigureAwait(false);
        return await GetAsync(id, cancel).ConfigureAwait(false);
    }

    /// <summary>One adaptation by id.</summary>
    public Task<AdaptationDetail> GetAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<AdaptationDetail>(Paths.Of("adaptations", id), cancel);

    /// <summary>One page of the adaptations that the caller keeps in a team, newest first.</summary>
    public Task<Page<AdaptationSummary>> ListAsync(string team, string? cursor = null, CancellationToken cancel = default) =>
        _http.GetAsync<Page<AdaptationSummary>>(Paths.Query(Paths.Of("teams", team, "adaptations"), ("cursor", cursor)), cancel);

    /// <summary>All adaptations that the caller keeps in a team, newest first.</summary>
    public IAsyncEnumerable<AdaptationSummary> AllAsync(string team, CancellationToken cancel = default) =>
        Paging.AllAsync((cursor, stop) => ListAsync(team, cursor, stop), cancel);

    /// <summary>Deletes a kept adaptation.</summary>
    public Task DeleteAsync(Guid id, CancellationToken cancel = default) => _http.SendAsync(HttpMethod.Delete, Paths.Of("adaptations", id), cancel);

    /// <summary>Ranks the models that a team may adapt by how well they adapt to labelled images. Waits as long as it takes.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="request">The images.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<ModelRanking> RankAsync(string team, RankModelsRequest request, CancellationToken cancel = default) => ResultAsync<ModelRanking, RankingDetail>(
        Paths.Query(Paths.Of("teams", team, "models", "rank"), ("wait", Wait)), request, GetRankingAsync,
        detail => new(detail.Id, detail.State, detail.Result, detail.FailureReason), cancel);

    /// <summary>One ranking by id.</summary>
    public Task<RankingDetail> GetRankingAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<RankingDetail>(Paths.Of("rankings", id), cancel);

    /// <summary>What the warps of a model do. Waits as long as it takes.</summary>
    /// <param name="team">Slug of the team that owns the model.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="request">Labelled images to look at them with, or none.</param>
    /// <param name="version">Number of the version, one of the model's aliases, or <c>latest</c>; the latest when absent.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<ModelInspection> InspectAsync(
        string team, string model, InspectModelRequest? request = null, string? version = null, CancellationToken cancel = default) => ResultAsync<ModelInspection, InspectionDetail>(
        Of(team, model, "inspect", version), request ?? new InspectModelRequest(), GetInspectionAsync,
        detail => new(detail.Id, detail.State, detail.Result, detail.FailureReason), cancel);

    /// <summary>One inspection by id.</summary>
    public Task<InspectionDetail> GetInspectionAsync(Guid id, CancellationToken cancel = default) =>
        _http.GetAsync<InspectionDetail>(Paths.Of("inspections", id), cancel);

    /// <summary>Asks, and looks again until there is a result, where the answer is only that there will be one.</summary>
    private async Task<TResult> ResultAsync<TResult, TDetail>(
        string path, object request, Func<Guid, CancellationToken, Task<TDetail>> look, Func<TDetail, Awaited<TResult>> read, CancellationToken cancel)
        where TResult : class
    {
        using var body = JsonContent.Create(request, request.GetType(), options: WireJson.Options);
        using var response = await _http.OpenAsync(HttpMethod.Post, path, body, cancel).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Accepted)
            return await HttpSender.ReadAsync<TResult>(response, cancel).ConfigureAwait(false);
        var awaited = read(await HttpSender.ReadAsync<TDetail>(response, cancel).ConfigureAwait(false));
        while (awaited.State == AdaptationState.Pending)
        {
            await Task.Delay(Pause, cancel).ConfigureAwait(false);
            awaited = read(await look(awaited.Id, cancel).ConfigureAwait(false));
        }

        return awaited.Result ?? throw Failure(awaited.FailureReason);
    }

    private readonly record struct Awaited<TResult>(Guid Id, AdaptationState State, TResult? Result, string? FailureReason)
        where TResult : class;

    private static string Of(string team, string model, string what, object? version) =>
        Paths.Query(Paths.Of("models", team, model, what), ("version", version), ("wait", Wait));

    private async Task<AdaptAndPredictResponse> AnswerAsync(string path, object request, CancellationToken cancel)
    {
        // JSON rather than multipart: labels may hold any character, which form part names may not.
        using var body = JsonContent.Create(request, request.GetType(), options: WireJson.Options);
        using var response = await _http.OpenAsync(HttpMethod.Post, path, body, cancel).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Accepted)
            return await HttpSender.ReadAsync<AdaptAndPredictResponse>(response, cancel).ConfigureAwait(false);
        var pending = await HttpSender.ReadAsync<AdaptationDetail>(response, cancel).ConfigureAwait(false);
        return (await EndAsync(pending.Id, cancel).ConfigureAwait(false)).Result!;
    }

    private async Task<(T Answer, bool Accepted)> AskAsync<T>(string path, object request, CancellationToken cancel)
    {
        using var body = JsonContent.Create(request, request.GetType(), options: WireJson.Options);
        using var response = await _http.OpenAsync(HttpMethod.Post, path, body, cancel).ConfigureAwait(false);
        return (await HttpSender.ReadAsync<T>(response, cancel).ConfigureAwait(false), response.StatusCode == HttpStatusCode.Accepted);
    }

    private async Task<AdaptationDetail> EndAsync(Guid id, CancellationToken cancel)
    {
        while (true)
        {
            var detail = await GetAsync(id, cancel).ConfigureAwait(false);
            if (detail is { State: AdaptationState.Done, Result: not null })
                return detail;
            if (detail.State == AdaptationState.Failed)
                throw Failure(detail.FailureReason);
            await Task.Delay(Pause, cancel).ConfigureAwait(false);
        }
    }

    private static WarpGradException Failure(string? reason) =>
        new(new Problem { Type = ProblemTypes.ComputationFailed, Title = "The adaptation failed.", Detail = reason });
}
