using WarpGrad.Client.Http;
using WarpGrad.Contracts.Tokens;

namespace WarpGrad.Client.Tokens;

/// <summary>The caller's API tokens.</summary>
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
}
