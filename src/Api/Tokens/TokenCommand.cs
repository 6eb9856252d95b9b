using Microsoft.EntityFrameworkCore;
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
            .Where(u => u.IsAdministrator)
            .OrderBy(u => u.CreatedAt)
            .FirstOrDefaultAsync();
        if (administrator is null)
        {
            await Console.Error.WriteLineAsync(
                "There is no administrator yet: open the page once, or start with WARPGRAD_ADMIN_EMAIL and WARPGRAD_ADMIN_PASSWORD.");
            return 1;
        }

        var issuer = scope.ServiceProvider.GetRequiredService<TokenIssuer>();
        var (_, secret) = await issuer.IssueAsync(administrator.Id, "command line", TokenScope.Admin, TimeSpan.FromDays(90), CancellationToken.None);
        Console.WriteLine(secret);
        return 0;
    }
}
