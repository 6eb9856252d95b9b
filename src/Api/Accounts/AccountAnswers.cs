using System.Linq.Expressions;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Data;
using WarpGrad.Data.Accounts;

namespace WarpGrad.Api.Accounts;

/// <summary>Accounts as answers show them to administrators.</summary>
internal static class AccountAnswers
{
    /// <summary>A summary, for queries.</summary>
    public static Expression<Func<User, AccountSummary>> Summary(WarpGradDbContext database, DateTimeOffset now) => u => new AccountSummary(
        u.Id, u.Email!, u.DisplayName, u.IsAdministrator, database.Memberships.Count(m => m.UserId == u.Id),
        u.LockoutEnd > now ? u.LockoutEnd : null, u.CreatedAt, u.DeactivatedAt);
}
