using Microsoft.EntityFrameworkCore;
using Npgsql;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Teams;
using WarpGrad.Engine;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests;

/// <summary>A fresh database with one team, for jobs that run in the test's own process.</summary>
public sealed class JobDatabase : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    /// <summary>A run without a dataset that trains at once.</summary>
    internal static RunSpec Spec { get; } = new()
    {
        Task = new TaskSpec { Family = TaskFamily.Sinusoids },
        Learner = new LearnerSpec { Architecture = Architecture.Mlp, Filters = 4, Warp = WarpDesign.Linear },
        OuterLoop = new OuterLoopSpec { MetaSteps = 2 },
        Evaluation = new EvaluationSpec { Tasks = 2, FinalTasks = 3 },
    };

    /// <summary>The team.</summary>
    public Team Team { get; } = new() { Slug = "team", Name = "Team" };

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var context = Context();
        context.Teams.Add(Team);
        await context.SaveChangesAsync();
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Environment that points a product process at the database.</summary>
    internal Dictionary<string, string> Environment() => _database.Environment();

    /// <summary>A context of its own, as each job has one.</summary>
    internal WarpGradDbContext Context()
    {
        var options = new DbContextOptionsBuilder<WarpGradDbContext>();
        DataServices.Configure(options, _source);
        return new WarpGradDbContext(options.Options);
    }

    /// <summary>Runs statements.</summary>
    internal Task ExecuteAsync(string sql) => _database.ExecuteAsync(sql);

    /// <summary>Runs a query that yields one value.</summary>
    internal Task<T> QueryAsync<T>(string sql) => _database.QueryAsync<T>(sql);

    /// <summary>Stores bytes.</summary>
    internal async Task<Guid> StoreAsync(byte[] bytes)
    {
        await using var context = Context();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var blob = await new BlobStore(context, TimeProvider.System).WriteAsync(new MemoryStream(bytes), CancellationToken.None);
        await context.SaveChangesAsync();
        await transaction.CommitAsync();
        return blob.Id;
    }

    /// <summary>The model file of a trained run.</summary>
    internal static byte[] Model(RunSpec spec)
    {
        using var trainer = MetaTrainer.Create(spec, null, workers: 1);
        trainer.Run(new SilentObserver(), CancellationToken.None);
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        return file.ToArray();
    }
}
