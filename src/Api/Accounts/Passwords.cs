using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Data;
using WarpGrad.Data.Accounts;

namespace WarpGrad.Api.Accounts;

/// <summary>Bounds on passwords that hold before any is hashed, and on how often they are guessed.</summary>
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

    /// <summary>Counts an attempt that another one overtook while it was counted on top of that one: those sent at once lock an account as well.</summary>
    /// <param name="user">Whose password was just checked.</param>
    /// <param name="users">Counts.</param>
    /// <param name="database">Knows whether the attempt was overtaken: then its count is still to be stored.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task CountOvertakenAsync(User user, UserManager<User> users, WarpGradDbContext database, CancellationToken cancellation)
    {
        var overtaken = database.Entry(user).State == EntityState.Modified;
        while (overtaken)
        {
            await database.Entry(user).ReloadAsync(cancellation);
            overtaken = (await users.AccessFailedAsync(user)).Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure));
        }
    }
}
