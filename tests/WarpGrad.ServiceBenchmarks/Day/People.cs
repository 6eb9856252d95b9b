using WarpGrad.Client;
using WarpGrad.Client.Datasets;
using WarpGrad.Client.Models;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks.Day;

/// <summary>What the people of a team do all day.</summary>
/// <param name="product">The product.</param>
/// <param name="client">A client that does not ask again by itself: every answer counts.</param>
/// <param name="model">Slug of a model of curves.</param>
/// <param name="ledger">Notes their requests.</param>
internal sealed class People(Product product, WarpGradClient client, string model, Ledger ledger)
{
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(4);

    /// <summary>Datasets whose upload was acknowledged.</summary>
    public System.Collections.Concurrent.ConcurrentBag<Guid> Uploaded { get; } = [];

    /// <summary>Walks through the pages as a browser does, reading a few seconds at each.</summary>
    public async Task BrowseAsync(int person, CancellationToken evening)
    {
        var random = new Random(person);
        while (!evening.IsCancellationRequested)
        {
            var runs = Array.Empty<RunSummary>();
            await ledger.AskAsync("list of runs", async () => runs = [.. (await client.Runs.ListAsync(Product.Team, limit: 25, cancel: CancellationToken.None)).Items]);
            await ReadAsync(random, evening);
            if (runs.Length > 0)
            {
                var run = runs[random.Next(runs.Length)];
                await ledger.AskAsync("run", () => client.Runs.GetAsync(run.Id));
                await ledger.AskAsync("metrics of a run", () => client.Runs.MetricsAsync(run.Id));
                await ReadAsync(random, evening);
            }

            await ledger.AskAsync("list of models", () => client.Models.SearchAsync(new ModelFilter(), limit: 25));
            await ledger.AskAsync("model", () => client.Models.GetAsync(Product.Team, model));
            await ledger.AskAsync("card of a model", () => client.Models.CardAsync(Product.Team, model));
            await ReadAsync(random, evening);
            await ledger.AskAsync("list of datasets", () => client.Datasets.ListAsync(Product.Team));
            await ReadAsync(random, evening);
        }
    }

    /// <summary>Watches one run after the other live, from its first event to its last; a stream that breaks is a failure unless it goes on by itself.</summary>
    /// <returns>Number of runs whose numbers had a gap or came twice.</returns>
    public async Task<int> WatchAsync(int person, CancellationToken evening)
    {
        var (random, wrong) = (new Random(1000 + person), 0);
        while (!evening.IsCancellationRequested)
        {
            var runs = Array.Empty<RunSummary>();
            await ledger.AskAsync("list of runs", async () => runs = [.. (await client.Runs.ListAsync(Product.Team, limit: 25)).Items]);
            var last = 0L;
            try
            {
                if (runs.Length > 0)
                    await foreach (var happened in client.RunFeed.ReadAsync(runs[random.Next(runs.Length)].Id, cancel: evening))
                        wrong += happened.N == ++last ? 0 : 1;
                await ReadAsync(random, evening);
            }
            catch (OperationCanceledException) when (evening.IsCancellationRequested)
            {
                return wrong;
            }
        }

        return wrong;
    }

    /// <summary>Adapts and predicts at a steady pace, whether the answers before have come or not.</summary>
    public async Task AskModelAsync(double perSecond, CancellationToken evening)
    {
        var request = new AdaptAndPredictRequest
        {
            Support = [.. Enumerable.Range(0, 5).Select(i => new SupportExample { X = [i - 2.0], Y = [Math.Sin(i - 2.0)] })],
            Query = [new QueryExample { X = [0.5] }],
        };
        var underWay = new List<Task>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond));
        while (await NextAsync(pace, evening))
        {
            underWay.RemoveAll(task => task.IsCompleted);
            underWay.Add(ledger.AskAsync("adapt and predict", () => client.Adaptations.AdaptAndPredictAsync(Product.Team, model, request)));
        }

        await Task.WhenAll(underWay);
    }

    /// <summary>Uploads a small dataset now and then.</summary>
    public async Task UploadAsync(TimeSpan every, CancellationToken evening)
    {
        using var pace = new PeriodicTimer(every);
        var number = 0;
        while (await NextAsync(pace, evening))
            await ledger.AskAsync("upload", async () => Uploaded.Add(
                (await client.Datasets.UploadAsync(Product.Team, new DatasetUpload($"Upload {++number}"), new MemoryStream(TinyImages.Zip()))).Id));
    }

    /// <summary>Submits runs over the day, each again until it is acknowledged.</summary>
    public async Task<IReadOnlyList<Guid>> SubmitAsync(int count, TimeSpan every, int steps, CancellationToken evening)
    {
        var runs = new List<Guid>();
        using var pace = new PeriodicTimer(every);
        for (var number = 1; number <= count; number++)
        {
            while (!await ledger.AskAsync("submission of a run", async () => runs.Add((await SineRuns.SubmitAsync(product, number, steps)).Id)))
                await ReadAsync(new Random(number), CancellationToken.None);
            await NextAsync(pace, evening);
        }

        return runs;
    }

    private static async Task ReadAsync(Random random, CancellationToken evening)
    {
        try
        {
            await Task.Delay(random.NextDouble() * Reading, evening);
        }
        catch (OperationCanceledException)
        {
            // Evening: whoever asks the clock next goes home.
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer pace, CancellationToken evening)
    {
        try
        {
            return await pace.WaitForNextTickAsync(evening);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
