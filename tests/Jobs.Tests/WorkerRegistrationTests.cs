using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WarpGrad.Data.Workers;
using WarpGrad.Jobs.Workers;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests;

/// <summary>How a worker says that it lives. What keeps it from saying so must not end it.</summary>
public sealed class WorkerRegistrationTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly JobDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_worker_that_finds_the_database_full_works_on_and_is_entered_when_there_is_room()
    {
        await using var services = Services();
        using var registration = Registration(services, new WorkerOptions { LeaseTimeoutSeconds = 2 });

        await using (var full = await FullTable.MakeAsync(_database, "workers"))
        {
            await registration.StartAsync(CancellationToken.None);
            await full.RefusedAsync(2);
            Assert.False(registration.ExecuteTask!.IsCompleted);
        }

        await Eventually.TrueAsync(async () => await _database.QueryAsync<long>("SELECT count(*) FROM workers WHERE \"State\" = 'Active'") == 1, Patience, "the worker is entered");
        await registration.StopAsync(CancellationToken.None);
    }

    [SkippableFact]
    public async Task A_worker_whose_file_for_health_checks_finds_no_room_goes_on_telling_the_database()
    {
        Skip.IfNot(File.Exists("/dev/full"), "This system has no device without room.");
        await using var services = Services();
        using var registration = Registration(services, new WorkerOptions { LeaseTimeoutSeconds = 2, SignOfLife = "/dev/full" });

        await registration.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            async () => await _database.QueryAsync<long>("SELECT count(*) FROM workers WHERE \"HeartbeatAt\" > \"StartedAt\"") == 1, Patience, "the worker is heard again");

        Assert.False(registration.ExecuteTask!.IsCompleted);
        await registration.StopAsync(CancellationToken.None);
    }

    private ServiceProvider Services() => new ServiceCollection().AddScoped(_ => _database.Context()).AddScoped<WorkerStore>().BuildServiceProvider();

    private static WorkerRegistration Registration(ServiceProvider services, WorkerOptions options) => new(
        services.GetRequiredService<IServiceScopeFactory>(), new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), Options.Create(options),
        TimeProvider.System, NullLogger<WorkerRegistration>.Instance);
}
