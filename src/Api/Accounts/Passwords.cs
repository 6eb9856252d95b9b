using WarpGrad.Api.Infrastructure;

namespace WarpGrad.Api.Accounts;

/// <summary>Bounds on passwords that hold before any is hashed.</summary>
internal static class Passwords
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 10;

    // Hashing takes time that grows with the length, and anybody may ask for it.
    private const int Longest = 200;

    /// <summary>The password, unless it is too long to be one.</summary>
    /// <param name="password">As given.</param>
    /// <param name="field">Named in the refusal.</param>
    public static string Checked(string? password, string field) => password is { Length: >= 1 and <= Longest } given
        ? given
        : throw ApiProblem.Invalid(field, $"A password has {Shortest} to {Longest} characters.");
}
