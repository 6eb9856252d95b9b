using System.Net;

namespace WarpGrad.Web.SignIn;

/// <summary>Watches answers for 401, so that every page falls back to the sign-in form when a session ends.</summary>
internal sealed class SignedOutHandler(SignedOutSignal signal) : DelegatingHandler(new HttpClientHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var asksForSignIn = request.RequestUri?.AbsolutePath.EndsWith("/auth/sign-in", StringComparison.Ordinal) ?? false;
        if (response.StatusCode == HttpStatusCode.Unauthorized && !asksForSignIn)
            signal.Raise();
        return response;
    }
}
