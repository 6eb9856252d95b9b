using WarpGrad.Api.Infrastructure;

namespace WarpGrad.Api.Tokens;

/// <summary>How secrets of API tokens look.</summary>
internal static class TokenSecret
{
    private const string Start = "wg_";

    /// <summary>A fresh secret.</summary>
    public static string Create() => Start + RandomSecret.Create();

    /// <summary>The part shown for recognising a token.</summary>
    public static string Prefix(string secret) => secret[..(Start.Length + 6)];
}
