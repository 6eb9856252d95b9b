using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Data;

namespace WarpGrad.Api.Tokens;

/// <summary>The command line's <c>token</c>: whoever can reach the database may have an administrator's token.</summary>
internal static class TokenCommand
{
    public static async Task<int> RunAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var administrator = await scope.ServiceProvider.GetRequiredService<WarpGradDbContext>().Users
            .Where(u => u.IsAdministrator && u.DeactivatedAt == null)
            .OrderBy(u => u.CreatedAt)
            .FirstOrDefaultAsync();
        if (administrator is null)
        {
            await Console.Error.WriteLineAsync(
                "There is no administrator yet: open the page once, or start with WARPGRAD_ADMIN_EMAIL and WARPGRAD_ADMIN_PASSWORD.");
            return 1;
        }

        var (token, secret) = scope.ServiceProvider.GetRequiredService<TokenIssuer>()
            .Personal(administrator.Id, "command line", TokenScope.Admin, TimeSpan.FromDays(90));
        var audit = scope.ServiceProvider.GetRequiredService<AuditLog>();
        audit.Note(null, "command line", null, AuditActions.TokenCreate, token.Id, token.Name, $"For {administrator.Email}, scope {token.Scope}.");
        await audit.SaveAsync(CancellationToken.None);
        Console.WriteLine(secret);
        return 0;
    }
}
