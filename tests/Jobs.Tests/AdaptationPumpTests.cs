using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Models;
using WarpGrad.Data.Notifications;
using WarpGrad.Jobs.Adaptations;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests;

/// <summary>What becomes of questions when a worker and the database lose each other.</summary>
public sealed class AdaptationPumpTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly JobDatabase _database = new();
    private NpgsqlDataSource _source = null!;

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _source = NpgsqlDataSource.Create(_database.Environment().Values.Single());
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_claim_that_its_worker_never_heard_of_runs_out_though_the_worker_lives()
    {
        var model = await ModelAsync();
        var (held, unheard) = (await AskAsync(model), await AskAsync(model));
        var queue = new AdaptationQueue(_source, "worker", TimeSpan.FromMinutes(1));
        Assert.Equal(held, queue.Claim(heavy: true)!.Id);
        // As the database keeps it when the connection breaks between its commit and its answer.
        await _database.ExecuteAsync($"""UPDATE adaptations SET "ClaimedBy" = 'worker', "ClaimedUntil" = now(), "Attempts" = 1 WHERE "Id" = '{unheard}'""");

        await queue.RenewAsync(CancellationToken.None);

        Assert.Equal(unheard, new AdaptationQueue(_source, "another", TimeSpan.FromMinutes(1)).Claim(heavy: true)?.Id);
        Assert.True(await _database.QueryAsync<bool>($"""SELECT "ClaimedUntil" > now() FROM adaptations WHERE "Id" = '{held}'"""));
    }

    [Fact]
    public async Task A_question_whose_model_could_not_be_read_while_the_database_was_away_is_answered_when_it_is_back()
    {
        var id = await AskAsync(await ModelAsync());
        var outages = 1;
        var options = Options.Create(new WorkerOptions { LeaseTimeoutSeconds = 2 });
        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System).AddScoped<BlobStore>()
            .AddScoped(_ => Interlocked.Decrement(ref outages) >= 0 ? Nowhere() : _database.Context()).BuildServiceProvider();
        using var models = new ModelCache(services.GetRequiredService<IServiceScopeFactory>(), options);
        using var kept = new AdaptedCache(options);
        using var listener = new NotificationListener(_source, NullLogger<NotificationListener>.Instance);
        var answerer = new AdaptationAnswerer(
            models, kept, new ImageStacks(options, NullLogger<ImageStacks>.Instance), options, NullLogger<AdaptationAnswerer>.Instance);
        using var pump = new AdaptationPump(_source, listener, answerer, kept, options, NullLogger<AdaptationPump>.Instance);

        await pump.StartAsync(CancellationToken.None);
        await using var context = _database.Context();
        var answered = await Eventually.GetAsync(
            () => context.Adaptations.AsNoTracking().SingleAsync(a => a.Id == id), a => a.State != AdaptationState.Pending, Patience, "the question is answered");
        await pump.StopAsync(CancellationToken.None);

        Assert.Equal((AdaptationState.Done, null), (answered.State, answered.FailureReason));
    }

    private async Task<Guid> ModelAsync()
    {
        var model = new Model { TeamId = _database.Team.Id, Slug = "curves", Name = "Curves" };
        var version = new ModelVersion
        {
            ModelId = model.Id,
            Number = 1,
            Spec = SpecJson.Write(JobDatabase.Spec),
            Family = TaskFamily.Sinusoids,
            DatasetHash = "",
            BlobId = await _database.StoreAsync(JobDatabase.Model(JobDatabase.Spec)),
            CreatedBy = "test",
        };
        await using var context = _database.Context();
        context.Models.Add(model);
        context.ModelVersions.Add(version);
        await context.SaveChangesAsync();
        return version.Id;
    }

    private async Task<Guid> AskAsync(Guid version)
    {
        var request = new AdaptAndPredictRequest { Support = [new SupportExample { X = [1], Y = [1] }], Query = [new QueryExample { Id = "q", X = [0] }] };
        var asked = new Adaptation
        {
            Kind = AdaptationKind.Once,
            TeamId = _database.Team.Id,
            ModelVersionId = version,
            Request = JsonSerializer.SerializeToUtf8Bytes(request, SpecJson.Options),
        };
        await using var context = _database.Context();
        Assert.True(await new AdaptationInbox(context).PutAsync(asked, 10, CancellationToken.None));
        return asked.Id;
    }

    /// <summary>A context whose database does not answer.</summary>
    private static WarpGradDbContext Nowhere() => new(new DbContextOptionsBuilder<WarpGradDbContext>().UseNpgsql("Host=127.0.0.1;Port=1;Database=none").Options);
}
