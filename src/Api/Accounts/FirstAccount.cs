using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Teams;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Teams;
using WarpGrad.Data;
using WarpGrad.Data.Accounts;
using WarpGrad.Data.Teams;

namespace WarpGrad.Api.Accounts;

/// <summary>Creates the administrator and the first team of an installation, once.</summary>
internal sealed class FirstAccount(WarpGradDbContext database, UserManager<User> users, TimeProvider time)
{
    private const long SetupLock = 0x57617270;

    public async Task<bool> IsRequiredAsync(CancellationToken cancellation) => !await database.Users.AnyAsync(cancellation);

    /// <summary>Creates account and team together or not at all.</summary>
    /// <exception cref="ApiProblem">It was done before, or the password or address is refused.</exception>
    public async Task<User> CreateAsync(SetupRequest request, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // Two first visitors at once must not both become the administrator.
        await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({SetupLock})", cancellation);
        if (!await IsRequiredAsync(cancellation))
            throw ApiProblem.Conflict("The first account exists already: sign in.");
        var now = time.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            UserName = request.Email,
            Email = request.Email,
            DisplayName = string.IsNullOrWhiteSpace(request.DisplayName) ? request.Email.Split('@')[0] : request.DisplayName.Trim(),
            IsAdministrator = true,
            CreatedAt = now,
        };
        Refuse(await users.CreateAsync(user, request.Password));
        var slug = await TeamSlugs.FindFreeAsync(database, request.TeamName, cancellation);
        database.Teams.Add(new Team
        {
            Slug = slug,
            Name = request.TeamName.Trim(),
            CreatedAt = now,
            Members = { new Membership { UserId = user.Id, Role = TeamRole.Owner } },
        });
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return user;
    }

    private static void Refuse(IdentityResult result)
    {
        if (result.Errors.FirstOrDefault() is { } error)
            throw ApiProblem.Invalid(error.Code.StartsWith("Password", StringComparison.Ordinal) ? "password" : "email", error.Description);
    }
}
