using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Data.Settings;

namespace WarpGrad.Api.Accounts;

/// <summary>Creates the first account at start from WARPGRAD_ADMIN_EMAIL and WARPGRAD_ADMIN_PASSWORD, for installations without a first visitor.</summary>
internal sealed partial class UnattendedSetup(IServiceProvider services, IConfiguration configuration, ILogger<UnattendedSetup> logger) : IHostedService
{
    private const string EmailKey = "WARPGRAD_ADMIN_EMAIL";
    private const string PasswordKey = "WARPGRAD_ADMIN_PASSWORD";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration[EmailKey] is not { Length: > 0 } email)
            return;
        var password = configuration[PasswordKey]
            ?? throw new SettingException($"{EmailKey} is set, but {PasswordKey} is not: set both or neither.");
        await using var scope = services.CreateAsyncScope();
        var first = scope.ServiceProvider.GetRequiredService<FirstAccount>();
        if (!await first.IsRequiredAsync(cancellationToken))
            return;
        try
        {
            await first.CreateAsync(new SetupRequest(email, password, "First team"), cancellationToken);
            Created(logger, email);
        }
        catch (ApiProblem problem)
        {
            throw new SettingException($"The account of {EmailKey} cannot be created: {problem.Message}");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Created the first account {Email}.")]
    private static partial void Created(ILogger logger, string email);
}
