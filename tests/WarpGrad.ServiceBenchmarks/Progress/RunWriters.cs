using Microsoft.EntityFrameworkCore;
using Npgsql;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data;
using WarpGrad.Data.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks.Progress;

/// <summary>Appends events to runs as workers do.</summary>
internal sealed class RunWriters : IAsyncDisposable
{
    private const int EventsPerBatch = 2;

    // What the worker's reporter keeps to.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private readonly NpgsqlDataSource _source;
    private readonly Dictionary<Guid, long> _last = [];
    private long _step;

    private RunWriters(NpgsqlDataSource source, IReadOnlyList<Guid> runs) => (_source, Runs) = (source, runs);

    /// <summary>The runs.</summary>
    public IReadOnlyList<Guid> Runs { get; }

    /// <summary>Makes runs that look as if a worker had them.</summary>
    public static async Task<RunWriters> CreateAsync(Product product, int count)
    {
        var runs = new List<Guid>();
        foreach (var number in Enumerable.Range(1, count))
            runs.Add((await SineRuns.SubmitAsync(product, number, 1_000_000)).Id);
        await product.Database.ExecuteAsync("""UPDATE runs SET "State" = 'Running', "LeaseEpoch" = 1, "LeaseRenewedAt" = now()""");
        var writers = new RunWriters(NpgsqlDataSource.Create(product.Database.ConnectionString), runs);
        foreach (var run in runs)
            await writers.AppendAsync(run, [new NewRunEvent(RunEventKinds.State, new RunStateChanged(RunState.Running))]);
        return writers;
    }

    /// <summary>Numbers of the last events that were appended.</summary>
    public IReadOnlyDictionary<Guid, long> LastNumbers()
    {
        lock (_last)
            return _last.ToDictionary();
    }

    /// <summary>Appends at the pace of workers, the runs one after the other within each beat.</summary>
    public Task WriteUntilAsync(CancellationToken cancellation, out CancellationTokenSource stop)
    {
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var token = stop.Token;
        return Task.WhenAll(Runs.Select((run, index) => WriteAsync(run, Pace * index / Runs.Count, token)));
    }

    /// <summary>Ends all runs well.</summary>
    public async Task FinishAsync()
    {
        foreach (var run in Runs)
            await AppendAsync(run, [new NewRunEvent(RunEventKinds.State, new RunStateChanged(RunState.Succeeded))], RunState.Succeeded);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task WriteAsync(Guid run, TimeSpan after, CancellationToken stop)
    {
        try
        {
            await Task.Delay(after, stop);
            using var timer = new PeriodicTimer(Pace);
            do
            {
                var step = Interlocked.Increment(ref _step);
                var values = new Dictionary<string, double> { ["train.lossBefore"] = 1.234567 / step, ["train.lossAfter"] = 0.7654321 / step, ["train.gradientNorm"] = Math.Sqrt(step) };
                await AppendAsync(run, [.. Enumerable.Range(0, EventsPerBatch).Select(_ => new NewRunEvent(RunEventKinds.Metrics, new RunMetrics(step, 1_000_000, values, 1234.5)))]);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // Enough was written.
        }
    }

    private async Task AppendAsync(Guid run, IReadOnlyList<NewRunEvent> events, RunState? state = null)
    {
        var options = new DbContextOptionsBuilder<WarpGradDbContext>();
        DataServices.Configure(options, _source);
        await using var database = new WarpGradDbContext((DbContextOptions<WarpGradDbContext>)options.Options);
        await using var transaction = await database.Database.BeginTransactionAsync();
        if (!await new RunEventStore(database).AppendAsync(run, 1, events, CancellationToken.None))
            throw new InvalidOperationException("Somebody else has the run.");
        if (state is { } reached)
            await database.Runs.Where(r => r.Id == run).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, reached));
        await transaction.CommitAsync();
        var last = await database.Runs.Where(r => r.Id == run).Select(r => r.LastEvent).SingleAsync();
        lock (_last)
            _last[run] = last;
    }
}
