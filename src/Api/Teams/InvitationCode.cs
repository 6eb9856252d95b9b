using System.Security.Cryptography;
using System.Text;

namespace WarpGrad.Api.Teams;

/// <summary>Secrets of invitations.</summary>
internal static class InvitationCode
{
    /// <summary>A fresh secret with 256 random bits.</summary>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the database keeps of a secret; so many random bits need no salt.</summary>
    public static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
