using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Workers;
using WarpGrad.Data.Workers;

namespace WarpGrad.Jobs.Tests;

/// <summary>The list of workers.</summary>
public sealed class WorkerStoreTests : IAsyncLifetime
{
    private readonly JobDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Where_nothing_is_kept_of_workers_that_left_those_that_are_there_stay_listed()
    {
        await EnterAsync("there");
        await EnterAsync("left");
        await EnterAsync("lost");
        await _database.ExecuteAsync(
            """
            UPDATE workers SET "State" = 'Gone' WHERE "Name" = 'left';
            UPDATE workers SET "HeartbeatAt" = now() - interval '1 hour' WHERE "Name" = 'lost';
            """);

        await EnterAsync("new", kept: TimeSpan.Zero);

        await using var context = _database.Context();
        Assert.Equal(["new", "there"], await context.Workers.Select(w => w.Name).OrderBy(name => name).ToListAsync());
    }

    private async Task EnterAsync(string name, TimeSpan? kept = null)
    {
        var worker = new Worker
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Host = "host",
            State = WorkerState.Active,
            Queues = ["training"],
            Device = "cpu",
            DeviceName = "",
            SoftwareVersion = "1",
            TorchVersion = "1",
            RuntimeVersion = "1",
            SystemVersion = "1",
            LeaseTimeout = TimeSpan.FromSeconds(30),
        };
        await using var context = _database.Context();
        await new WorkerStore(context).RegisterAsync(worker, kept ?? TimeSpan.FromHours(24), CancellationToken.None);
    }
}
