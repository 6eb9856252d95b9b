using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Workers;
using WarpGrad.Data.Runs;
using WarpGrad.Data.Teams;
using WarpGrad.Data.Workers;

namespace WarpGrad.Jobs.Tests;

/// <summary>Which run a worker takes next.</summary>
public sealed class RunQueueTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly JobDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Teams_take_turns_however_many_runs_one_of_them_has()
    {
        var (many, few) = (await NewTeamAsync("many"), await NewTeamAsync("few"));
        var crowd = await QueueAsync(many, 30);
        var one = await QueueAsync(few, 1);

        var first = await TakeAsync();
        var second = await TakeAsync();

        Assert.Equal([crowd[0], one[0]], [first!.RunId, second!.RunId]);
        Assert.Equal(1, (await PlacesAsync())[crowd[1]]);
    }

    [Fact]
    public async Task A_team_with_runs_in_work_waits_for_one_that_has_none()
    {
        var (busy, idle) = (await NewTeamAsync("busy"), await NewTeamAsync("idle"));
        await QueueAsync(busy, 4);
        await TakeAsync();
        await TakeAsync();
        var late = await QueueAsync(idle, 2);

        Assert.Equal([late[0], late[1]], [(await TakeAsync())!.RunId, (await TakeAsync())!.RunId]);
    }

    [Fact]
    public async Task Priority_orders_the_runs_of_a_team_and_no_others()
    {
        var (team, other) = (await NewTeamAsync("team-a"), await NewTeamAsync("team-b"));
        var older = await QueueAsync(other, 1);
        var low = await QueueAsync(team, 1, RunPriority.Low);
        var normal = await QueueAsync(team, 1);
        var high = await QueueAsync(team, 1, RunPriority.High);

        var places = await PlacesAsync();

        Assert.Equal([1, 2, 3, 4], [places[older[0]], places[high[0]], places[normal[0]], places[low[0]]]);
        foreach (var expected in new[] { older[0], high[0], normal[0], low[0] })
            Assert.Equal(expected, (await TakeAsync())!.RunId);
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task A_run_that_asks_for_a_device_waits_for_a_worker_that_has_it()
    {
        var team = await NewTeamAsync("picky");
        var second = await QueueAsync(team, 1, spec: """{"device": "cuda:1"}""");
        var any = await QueueAsync(team, 1, spec: """{"device": "cuda"}""");
        var cpu = await QueueAsync(team, 1, spec: """{"device": "cpu"}""");

        Assert.Equal(cpu[0], (await TakeAsync())!.RunId);
        Assert.Null(await TakeAsync());
        Assert.Equal(any[0], (await TakeAsync("cuda:0"))!.RunId);
        Assert.Null(await TakeAsync("cuda:0"));
        Assert.Equal(second[0], (await TakeAsync("cuda:1"))!.RunId);
    }

    [Fact]
    public async Task A_run_that_no_worker_has_the_device_for_needs_no_ticket()
    {
        await QueueAsync(_database.Team, 3, spec: """{"device": "cuda"}""");
        var any = (await QueueAsync(_database.Team, 1))[0];
        Assert.Empty(await CountAsync());

        await RegisterAsync("no trainer", QueueNames.Interactive, "cuda:0");
        await RegisterAsync("cpu", QueueNames.Training, ComputeDevices.Cpu);
        Assert.Equal(new Dictionary<string, int> { ["training"] = 1 }, await CountAsync());

        // A wish to stop that nobody heard needs no device.
        await using (var context = _database.Context())
            await context.Runs.Where(r => r.Id != any).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Cancelling).SetProperty(r => r.LeaseRenewedAt, DateTimeOffset.UnixEpoch));
        Assert.Equal(new Dictionary<string, int> { ["training"] = 4 }, await CountAsync());
    }

    [Fact]
    public async Task Runs_that_need_a_gpu_have_their_tickets_where_only_its_workers_look()
    {
        string[] devices = ["cuda", "cuda", "cuda:1", "cuda:2", "cpu", "auto"];
        foreach (var device in devices)
            await QueueAsync(_database.Team, 1, spec: $$"""{"device": "{{device}}"}""");
        await RegisterAsync("cpu", QueueNames.Training, ComputeDevices.Cpu);
        await RegisterAsync("gpu", QueueNames.Training, "cuda:1");

        Assert.Equal(
            new Dictionary<string, int> { ["training"] = 2, ["training-cuda"] = 2, ["training-cuda-1"] = 1 }, await CountAsync());
        Assert.Equal(["training"], TrainingTickets.QueuesOf(ComputeDevices.Cpu));
        Assert.Equal(["training", "training-cuda", "training-cuda-1"], TrainingTickets.QueuesOf("cuda:1"));
    }

    [Fact]
    public async Task A_lease_tells_the_device_that_its_run_asks_for()
    {
        await QueueAsync(_database.Team, 1, spec: """{"device": "cuda"}""");
        await QueueAsync(_database.Team, 1);

        Assert.Equal("cuda", (await TakeAsync("cuda:0"))!.Device);
        Assert.Equal("auto", (await TakeAsync("cuda:0"))!.Device);
    }

    [Fact]
    public async Task Workers_that_race_never_take_one_run_twice_and_leave_none()
    {
        var runs = new List<Guid>();
        foreach (var slug in new[] { "red", "green", "blue" })
            runs.AddRange(await QueueAsync(await NewTeamAsync(slug), 20));

        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TakeAllAsync()));

        Assert.Equal(runs.Order(), taken.SelectMany(worker => worker).Order());
    }

    [Fact]
    public async Task A_run_that_nobody_may_take_leaves_a_ticket_that_does_nothing()
    {
        var runs = await QueueAsync(_database.Team, 3);
        await using (var context = _database.Context())
        {
            await context.Runs.Where(r => r.Id == runs[0]).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Paused));
            await context.Runs.Where(r => r.Id == runs[1]).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Cancelled));
        }

        Assert.Equal(runs[2], (await TakeAsync())!.RunId);
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task A_run_whose_worker_fell_silent_is_taken_before_the_others_of_its_team_and_the_deaths_are_counted()
    {
        var first = (await QueueAsync(_database.Team, 1))[0];
        var epoch = (await TakeAsync())!.Epoch;
        await QueueAsync(_database.Team, 1, RunPriority.High);
        await SilenceAsync(first);

        var again = await TakeAsync();

        Assert.Equal(new RunLease(first, epoch + 1, Deaths: 1), again);
        await SilenceAsync(first);
        Assert.Equal(2, (await TakeAsync())!.Deaths);
    }

    private async Task<Team> NewTeamAsync(string slug)
    {
        var team = new Team { Slug = slug, Name = slug };
        await using var context = _database.Context();
        context.Teams.Add(team);
        await context.SaveChangesAsync();
        return team;
    }

    private async Task<List<Guid>> QueueAsync(Team team, int count, RunPriority priority = RunPriority.Normal, string spec = "{}")
    {
        await using var context = _database.Context();
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            var run = new Run
            {
                TeamId = team.Id,
                Name = "run",
                State = RunState.Queued,
                Spec = spec,
                CreatedBy = "test",
                Family = TaskFamily.Sinusoids,
                Priority = priority,
            };
            context.Runs.Add(run);
            ids.Add(run.Id);
        }

        await context.SaveChangesAsync();
        return [.. ids.Order()];
    }

    private async Task<RunLease?> TakeAsync(string device = ComputeDevices.Cpu)
    {
        await using var context = _database.Context();
        return await new RunLeaseStore(context).AcquireAsync("worker", "1", ComputeDevices.ServedBy(device), Timeout, CancellationToken.None);
    }

    private async Task<IReadOnlyDictionary<string, int>> CountAsync()
    {
        await using var context = _database.Context();
        var queue = new RunQueue(context);
        return await queue.CountTakeableAsync(await queue.DevicesAsync(CancellationToken.None), Timeout, CancellationToken.None);
    }

    private async Task RegisterAsync(string name, string queue, string device)
    {
        var worker = new Worker
        {
            Id = Guid.NewGuid(),
            Name = name,
            Host = "",
            Queues = [queue],
            Device = device,
            DeviceName = "",
            SoftwareVersion = "",
            TorchVersion = "",
            RuntimeVersion = "",
            SystemVersion = "",
            State = WorkerState.Active,
            LeaseTimeout = TimeSpan.FromHours(1),
        };
        await using var context = _database.Context();
        await new WorkerStore(context).RegisterAsync(worker, TimeSpan.FromHours(1), CancellationToken.None);
    }

    private async Task<List<Guid>> TakeAllAsync()
    {
        var taken = new List<Guid>();
        while (await TakeAsync() is { } lease)
            taken.Add(lease.RunId);
        return taken;
    }

    private async Task SilenceAsync(Guid run)
    {
        var longAgo = DateTimeOffset.UtcNow.AddHours(-1);
        await using var context = _database.Context();
        await context.Runs.Where(r => r.Id == run).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseRenewedAt, longAgo));
    }

    /// <summary>Places of all runs that wait, from 1.</summary>
    private async Task<Dictionary<Guid, int>> PlacesAsync()
    {
        await using var context = _database.Context();
        var waiting = await new RunQueue(context).ReadAsync(Timeout, CancellationToken.None);
        return waiting.Select((run, index) => (run.Id, index + 1)).ToDictionary();
    }
}
