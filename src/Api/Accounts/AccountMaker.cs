using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Data.Accounts;

namespace WarpGrad.Api.Accounts;

/// <summary>Makes accounts.</summary>
internal sealed class AccountMaker(UserManager<User> users, TimeProvider time)
{
    private const int LongestEmail = 200;

    /// <summary>Makes an account; it is stored at once, in the transaction of the caller where there is one.</summary>
    /// <exception cref="ApiProblem">Address or password is refused.</exception>
    public async Task<User> CreateAsync(string? email, string? password, string? displayName, bool isAdministrator)
    {
        var address = Texts.Line(email, "email", 3, LongestEmail, "Give an e-mail address");
        if (!new EmailAddressAttribute().IsValid(address))
            throw ApiProblem.Invalid("email", "Give an e-mail address.");
        var name = Texts.Line(displayName, "displayName", 0, 100, "Give a name");
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            UserName = address,
            Email = address,
            DisplayName = name.Length > 0 ? name : address.Split('@')[0],
            IsAdministrator = isAdministrator,
            CreatedAt = time.GetUtcNow(),
        };
        Check(await users.CreateAsync(user, Passwords.Checked(password, "password")), "password");
        return user;
    }

    /// <summary>Turns a refusal of the account store into an answer.</summary>
    /// <param name="result">What the store said.</param>
    /// <param name="passwordField">Field that holds the password.</param>
    public static void Check(IdentityResult result, string passwordField)
    {
        if (result.Errors.FirstOrDefault() is not { } error)
            return;
        if (error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure))
            throw ApiProblem.Conflict("The account was changed at the same moment: try again.");
        throw ApiProblem.Invalid(error.Code.StartsWith("Password", StringComparison.Ordinal) ? passwordField : "email", error.Description);
    }
}
