using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Api.Teams;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Teams;
using WarpGrad.Data;
using WarpGrad.Data.Accounts;
using WarpGrad.Data.Teams;

namespace WarpGrad.Api.Accounts;

/// <summary>Creates the administrator and the first team of an installation, once.</summary>
internal sealed class FirstAccount(WarpGradDbContext database, AccountMaker accounts, AuditLog audit, TimeProvider time)
{
    private const long SetupLock = 0x57617270;

    public async Task<bool> IsRequiredAsync(CancellationToken cancellation) => !await database.Users.AnyAsync(cancellation);

    /// <summary>Creates account and team together or not at all.</summary>
    /// <exception cref="ApiProblem">It was done before, or the password, address or name is refused.</exception>
    public async Task<User> CreateAsync(SetupRequest request, CancellationToken cancellation)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // Two first visitors at once must not both become the administrator.
        await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({SetupLock})", cancellation);
        if (!await IsRequiredAsync(cancellation))
            throw ApiProblem.Conflict("The first account exists already: sign in.");
        var teamName = Texts.Line(request.TeamName, "teamName", 1, 100, "Give the team a name");
        var user = await accounts.CreateAsync(request.Email, request.Password, request.DisplayName, isAdministrator: true);
        var team = new Team
        {
            Slug = await TeamSlugs.FindFreeAsync(database, teamName, cancellation),
            Name = teamName,
            CreatedAt = time.GetUtcNow(),
            Members = { new Membership { UserId = user.Id, Role = TeamRole.Owner } },
        };
        database.Teams.Add(team);
        audit.Note(user.Id, user.Email!, null, AuditActions.AccountCreate, user.Id, user.Email!, "The first administrator.");
        audit.Note(user.Id, user.Email!, team.Id, AuditActions.TeamCreate, team.Slug, team.Name);
        await database.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return user;
    }
}
