using System.Security.Cryptography;
using System.Text;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Secrets that nobody chooses and nobody guesses: those of tokens and of invitations.</summary>
internal static class RandomSecret
{
    /// <summary>A fresh secret with 256 random bits.</summary>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the database keeps of a secret; so many random bits need no salt.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
