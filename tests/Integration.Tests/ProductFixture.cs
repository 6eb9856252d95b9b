using System.Text.Json.Nodes;
using WarpGrad.Client;
using WarpGrad.Client.Datasets;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Integration.Tests.Faults;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>One running product for all tests of this project, with a ready dataset and a trained model.</summary>
public sealed class ProductFixture : IAsyncLifetime
{
    /// <summary>Generous, because machines are shared.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Adaptations that its worker has in work at once.</summary>
    public const int InteractiveThreads = 4;

    public Product Product { get; private set; } = null!;

    public WarpGradClient Client => Product.Client;

    /// <summary>A ready dataset of small drawings.</summary>
    public DatasetSummary Drawings { get; private set; } = null!;

    /// <summary>A finished run on it.</summary>
    public RunDetail Trained { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // More adaptations at once than by default, and together: what tests ask one after the other is adapted to alone all the same.
        Product = await Product.StartAsync(settings: new Dictionary<string, string>
        {
            ["Worker__InteractiveThreads"] = $"{InteractiveThreads}",
            ["Worker__StackAdaptations"] = "always",
            ["Logging__LogLevel__WarpGrad.Jobs.Adaptations.ImageStacks"] = "Debug",
        });
        Drawings = await ImportAsync("drawings", TinyImages.Zip());
        Trained = await FinishAsync((await SubmitAsync("Tiny model", metaSteps: 6)).Id);
    }

    public async Task DisposeAsync() => await Product.DisposeAsync();

    /// <summary>Uploads a zip and waits for the end of its import.</summary>
    public async Task<DatasetSummary> ImportAsync(string name, byte[] zip)
    {
        var uploaded = await Client.Datasets.UploadAsync(Product.Team, new DatasetUpload(name), new MemoryStream(zip));
        return await ImportedAsync(uploaded.Id);
    }

    /// <summary>A dataset when its import has ended.</summary>
    public Task<DatasetSummary> ImportedAsync(Guid id) => Product.ImportedAsync(id);

    /// <summary>Submits a small run.</summary>
    public Task<RunSummary> SubmitAsync(string name, int metaSteps, long seed = 1) => Client.Runs.CreateAsync(Product.Team, new CreateRunRequest
    {
        Name = name,
        Recipe = "omniglot-5way",
        Overrides = JsonNode.Parse($$"""
            {
              "task": { "dataset": "{{Drawings.Id}}", "ways": 3, "shots": 1, "queries": 2 },
              "learner": { "filters": 4 },
              "innerLoop": { "steps": 2 },
              "outerLoop": { "metaSteps": {{metaSteps}}, "metaBatch": 2, "maxMinutes": 0 },
              "evaluation": { "interval": 5, "tasks": 4, "finalTasks": 10, "checkpointInterval": 5 },
              "seed": {{seed}}
            }
            """)!.AsObject(),
    });

    /// <summary>Waits until a run has succeeded.</summary>
    public async Task<RunDetail> FinishAsync(Guid id)
    {
        var run = await Eventually.GetAsync(() => Client.Runs.GetAsync(id), run => run.Summary.State.IsFinal(), Patience, "the run has ended");
        Assert.True(run.Summary.State == RunState.Succeeded, $"The run ended as {run.Summary.State}: {run.Summary.FailureReason}\n{Product.TrainingWorker.Output}");
        return run;
    }

    /// <summary>Waits until a run has stored a checkpoint.</summary>
    public Task WaitForCheckpointAsync(Guid id) =>
        Eventually.TrueAsync(async () => (await Client.Runs.CheckpointsAsync(id)).Count > 0, Patience, "the run has a checkpoint");

    /// <summary>Waits for a state.</summary>
    public Task<RunDetail> WaitForAsync(Guid id, RunState state) =>
        Eventually.GetAsync(() => Client.Runs.GetAsync(id), run => run.Summary.State == state, Patience, $"the run is {state}");
}

[CollectionDefinition(Name)]
public sealed class ProductCollection : ICollectionFixture<ProductFixture>
{
    public const string Name = "product";
}
