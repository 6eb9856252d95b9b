using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Notifications;
using WarpGrad.Data.Runs;
using WarpGrad.Jobs.Runs;
using WarpGrad.Jobs.Tests.Survival;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests;

/// <summary>How a worker keeps the run that it has in work.</summary>
public sealed class LeaseKeeperTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly JobDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_lease_is_renewed_until_a_run_that_people_stop_is_put_down()
    {
        var id = await _database.QueueAsync("run", JobDatabase.Spec);
        var options = new WorkerOptions { LeaseTimeoutSeconds = 4 };
        await using var services = new ServiceCollection().AddScoped(_ => _database.Context()).AddScoped<RunLeaseStore>().BuildServiceProvider();
        await using var source = NpgsqlDataSource.Create(_database.Environment().Values.Single());
        using var listener = new NotificationListener(source, NullLogger<NotificationListener>.Instance);
        var lease = await AcquireAsync(services, options);
        await using var keeper = new LeaseKeeper(
            services.GetRequiredService<IServiceScopeFactory>(), listener, lease, options, TimeProvider.System, NullLogger.Instance, CancellationToken.None);

        await using (var context = _database.Context())
            await context.Runs.Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Pausing));
        await Eventually.TrueAsync(() => Task.FromResult(keeper.Stop.IsCancellationRequested), Patience, "training is told to stop");

        var stopped = (await _database.FindAsync(id)).LeaseRenewedAt;
        await Eventually.TrueAsync(async () => (await _database.FindAsync(id)).LeaseRenewedAt > stopped, Patience, "the lease is renewed after that");
        Assert.False(keeper.Lost);
    }

    [Fact]
    public async Task A_lease_that_could_not_be_renewed_for_want_of_room_is_renewed_again_once_there_is_some()
    {
        var id = await _database.QueueAsync("run", JobDatabase.Spec);
        var options = new WorkerOptions { LeaseTimeoutSeconds = 60 };
        await using var services = new ServiceCollection().AddScoped(_ => _database.Context()).AddScoped<RunLeaseStore>().BuildServiceProvider();
        await using var source = NpgsqlDataSource.Create(_database.Environment().Values.Single());
        using var listener = new NotificationListener(source, NullLogger<NotificationListener>.Instance);
        var lease = await AcquireAsync(services, options);
        await using var keeper = new LeaseKeeper(
            services.GetRequiredService<IServiceScopeFactory>(), listener, lease, options, TimeProvider.System, NullLogger.Instance, CancellationToken.None);

        await using (var full = await FullTable.MakeAsync(_database, "runs"))
            await full.RefusedAsync(1);
        var refused = (await _database.FindAsync(id)).LeaseRenewedAt;

        await Eventually.TrueAsync(async () => (await _database.FindAsync(id)).LeaseRenewedAt > refused, Patience, "the lease is renewed again");
        Assert.False(keeper.Lost);
    }

    private static async Task<RunLease> AcquireAsync(ServiceProvider services, WorkerOptions options)
    {
        await using var scope = services.CreateAsyncScope();
        var leases = scope.ServiceProvider.GetRequiredService<RunLeaseStore>();
        return (await leases.AcquireAsync("worker", "1", ComputeDevices.ServedBy(ComputeDevices.Cpu), options.LeaseTimeout, CancellationToken.None))!;
    }
}
