using WarpGrad.Client.Http;
using WarpGrad.Contracts.Tokens;

namespace WarpGrad.Client.Tokens;

/// <summary>The caller's API tokens, and those of teams.</summary>
public sealed class TokensClient
{
    private readonly HttpSender _http;

    internal TokensClient(HttpSender http) => _http = http;

    /// <summary>All tokens, without their secrets.</summary>
    public Task<IReadOnlyList<TokenSummary>> ListAsync(CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<TokenSummary>>("tokens", cancel);

    /// <summary>Makes a token; the answer is the only one that ever holds its secret.</summary>
    public Task<CreatedToken> CreateAsync(CreateTokenRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<CreatedToken>("tokens", request, cancel);

    /// <summary>Revokes a token at once.</summary>
    public Task RevokeAsync(Guid id, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Delete, Paths.Of("tokens", id), cancel);

    /// <summary>Service tokens of a team, without their secrets; for its owners.</summary>
    /// <param name="team">Slug of the team.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<IReadOnlyList<TokenSummary>> ListServiceAsync(string team, CancellationToken cancel = default) =>
        _http.GetAsync<IReadOnlyList<TokenSummary>>(Paths.Of("teams", team, "tokens"), cancel);

    /// <summary>Makes a token that belongs to a team; the answer is the only one that ever holds its secret.</summary>
    public Task<CreatedToken> CreateServiceAsync(string team, CreateServiceTokenRequest request, CancellationToken cancel = default) =>
        _http.PostAsync<CreatedToken>(Paths.Of("teams", team, "tokens"), request, cancel);

    /// <summary>Revokes a service token at once.</summary>
    public Task RevokeServiceAsync(string team, Guid id, CancellationToken cancel = default) =>
        _http.SendAsync(HttpMethod.Delete, Paths.Of("teams", team, "tokens", id), cancel);
}
