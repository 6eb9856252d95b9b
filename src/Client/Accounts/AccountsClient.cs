using WarpGrad.Client.Http;
using WarpGrad.Contracts.Accounts;

namespace WarpGrad.Client.Accounts;

/// <summary>First visit, sign-in and the caller.</summary>
public sealed class AccountsClient
{
    private readonly HttpSender _http;

    internal AccountsClient(HttpSender http) => _http = http;

    /// <summary>Whether the installation still waits for its first account.</summary>
    public Task<SetupStatus> SetupStatusAsync(CancellationToken cancel = default) => _http.GetAsync<SetupStatus>("setup", cancel);

    /// <summary>Creates the administrator and the first team, and signs in.</summary>
    public Task<Me> SetUpAsync(SetupRequest request, CancellationToken cancel = default) => _http.PostAsync<Me>("setup", request, cancel);

    /// <summary>Signs in; the cookie lands in the HTTP client's container or the browser.</summary>
    public Task<Me> SignInAsync(SignInRequest request, CancellationToken cancel = default) => _http.PostAsync<Me>("auth/sign-in", request, cancel);

    /// <summary>Signs out.</summary>
    public Task SignOutAsync(CancellationToken cancel = default) => _http.SendAsync(HttpMethod.Post, "auth/sign-out", cancel);

    /// <summary>Signs all browsers of the caller out, this one too; tokens go on.</summary>
    public Task SignOutEverywhereAsync(CancellationToken cancel = default) => _http.SendAsync(HttpMethod.Post, "auth/sign-out-everywhere", cancel);

    /// <summary>The caller and their teams.</summary>
    public Task<Me> MeAsync(CancellationToken cancel = default) => _http.GetAsync<Me>("me", cancel);

    /// <summary>Changes the name that others see.</summary>
    public Task<Me> ChangeAsync(ChangeMeRequest request, CancellationToken cancel = default) => _http.PatchAsync<Me>("me", request, cancel);

    /// <summary>Changes the caller's password; other browsers are signed out.</summary>
    public Task ChangePasswordAsync(ChangePasswordRequest request, CancellationToken cancel = default) => _http.PostAsync("me/password", request, cancel);

    /// <summary>Sets a new password with the link that an administrator made. Needs no sign-in.</summary>
    public Task ResetPasswordAsync(ResetPasswordRequest request, CancellationToken cancel = default) => _http.PostAsync("auth/reset-password", request, cancel);
}
