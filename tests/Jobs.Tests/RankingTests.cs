using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Blobs;
using WarpGrad.Engine;
using WarpGrad.Jobs.Adaptations;
using WarpGrad.Jobs.Tests.Survival;
using WarpGrad.TestSupport;

namespace WarpGrad.Jobs.Tests;

/// <summary>Judging many models, some of which may be gone when their turn comes.</summary>
public sealed class RankingTests(JobDatabase database) : IClassFixture<JobDatabase>
{
    [Fact]
    public async Task A_model_that_was_deleted_meanwhile_is_left_out_and_the_others_are_ranked()
    {
        var options = Options.Create(new WorkerOptions());
        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System).AddScoped(_ => database.Context()).AddScoped<BlobStore>().BuildServiceProvider();
        using var models = new ModelCache(services.GetRequiredService<IServiceScopeFactory>(), options);
        var question = new RankingQuestion(
            [.. Enumerable.Range(0, 4).Select(n => new SupportExample { Label = $"class {n % 2}", Image = TinyImages.Png(n % 2, n) })], 1,
            [new RankingCandidate("team/deleted", "Deleted", 1, Guid.NewGuid()), new RankingCandidate("team/there", "There", 1, await database.StoreAsync(Trained()))], []);

        var ranking = Ranking.Of(question, models, TimeSpan.FromMinutes(5), CancellationToken.None);

        Assert.Equal("team/there", Assert.Single(ranking.Models).Model);
        Assert.Equal(("team/deleted", "It was deleted meanwhile."), (Assert.Single(ranking.LeftOut).Model, ranking.LeftOut[0].Reason));
    }

    private static byte[] Trained()
    {
        var spec = new RunSpec
        {
            Task = new TaskSpec { Ways = 3, Shots = 1, Queries = 2 },
            Learner = new LearnerSpec { Filters = 4 },
            InnerLoop = new InnerLoopSpec { Steps = 1 },
            OuterLoop = new OuterLoopSpec { MetaSteps = 1, MetaBatch = 1 },
        };
        using var trainer = MetaTrainer.Create(spec, StoredRuns.Images(), workers: 1);
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        return file.ToArray();
    }
}
