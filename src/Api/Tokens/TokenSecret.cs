using System.Security.Cryptography;
using System.Text;

namespace WarpGrad.Api.Tokens;

/// <summary>Secrets of API tokens.</summary>
public static class TokenSecret
{
    private const string Start = "wg_";

    /// <summary>A fresh secret with 256 random bits.</summary>
    public static string Create() => Start + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the database keeps of a secret.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>The part shown for recognising a token.</summary>
    public static string Prefix(string secret) => secret[..(Start.Length + 6)];
}
