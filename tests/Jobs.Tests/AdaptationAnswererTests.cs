using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Blobs;
using WarpGrad.Engine;
using WarpGrad.Jobs.Adaptations;

namespace WarpGrad.Jobs.Tests;

/// <summary>What callers are told of an adaptation that came to no sensible end.</summary>
public sealed class AdaptationAnswererTests(JobDatabase database) : IClassFixture<JobDatabase>
{
    private static readonly RunSpec Mazes = new()
    {
        Task = new TaskSpec { Family = TaskFamily.Maze, Maze = new MazeSpec { Size = 5, Episodes = 3, Moves = 8 } },
        Learner = new LearnerSpec { Architecture = Architecture.Recurrent, Filters = 6, Warp = WarpDesign.Lstm },
        InnerLoop = new InnerLoopSpec { Steps = 4 },
    };

    [Fact]
    public async Task An_adaptation_that_ran_away_is_told_with_what_to_change()
    {
        var blob = await database.StoreAsync(Untrained(Mazes));
        var options = Options.Create(new WorkerOptions());
        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System).AddScoped(_ => database.Context()).AddScoped<BlobStore>().BuildServiceProvider();
        using var models = new ModelCache(services.GetRequiredService<IServiceScopeFactory>(), options);
        using var kept = new AdaptedCache(options);
        await using var source = NpgsqlDataSource.Create(database.Environment().Values.Single());
        var answerer = new AdaptationAnswerer(models, kept, new ImageStacks(options, NullLogger<ImageStacks>.Instance), options, NullLogger<AdaptationAnswerer>.Instance);
        var request = new AdaptAndPredictRequest { Maze = new MazeQuestion { Goal = new MazeCell(1, 1) }, Steps = 200, LearningRate = 10 };

        var answered = answerer.Answer(
            new AdaptationClaim(
                Guid.CreateVersion7(), 1, AdaptationKind.Once, Guid.NewGuid(), null, 0, false, JsonSerializer.SerializeToUtf8Bytes(request, SpecJson.Options), blob,
                "team/model", 1, 0, null),
            new AdaptationQueue(source, "worker", TimeSpan.FromMinutes(1)), CancellationToken.None);

        Assert.Equal(new AdaptationOutcome(null, ProblemTypes.InvalidRequest, "Adaptation ran away to infinity: use a smaller learning rate or fewer steps."), answered.Outcome);
    }

    private static byte[] Untrained(RunSpec spec)
    {
        using var trainer = MetaTrainer.Create(spec, null, workers: 1);
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        return file.ToArray();
    }
}
