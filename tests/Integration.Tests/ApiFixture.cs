using System.Net.Http.Headers;
using WarpGrad.Client;
using WarpGrad.Contracts.Specs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>An Api without workers, for questions it answers alone.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public Product Product { get; private set; } = null!;

    public WarpGradClient Client => Product.Client;

    /// <summary>Settings of the Api, by the names of environment variables.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    public async Task InitializeAsync() => Product = await Product.StartAsync(workers: false, settings: Settings);

    public async Task DisposeAsync() => await Product.DisposeAsync();

    /// <summary>A plain HTTP client with the administrator's token.</summary>
    public HttpClient Http()
    {
        var http = new HttpClient { BaseAddress = Product.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Product.Token);
        return http;
    }

    /// <summary>Puts a finished run and its model into the database, as a worker would leave them; the model's file is empty.</summary>
    /// <param name="slug">Slug of the model.</param>
    /// <param name="task">Tasks that it is for.</param>
    public async Task RegisterAsync(string slug, TaskSpec task)
    {
        var (run, model, blob) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await Product.Database.ExecuteAsync(
            """
            INSERT INTO runs ("Id", "TeamId", "Name", "State", "Spec", "Seed", "Family", "Step", "TotalSteps", "SoftwareVersion", "LastEvent",
                "LeaseEpoch", "CreatedById", "CreatedBy", "CreatedAt")
            SELECT $1, "Id", $2, 'Succeeded', $3::jsonb, 1, $4, 1, 1, '', 0, 1, gen_random_uuid(), 'test', now() FROM teams WHERE "Slug" = 'first-team'
            """, run, slug, SpecJson.Write(new RunSpec { Task = task }), task.Family.ToString());
        await Product.Database.ExecuteAsync("""INSERT INTO blobs ("Id", "Length", "Hash", "CreatedAt") VALUES ($1, 0, encode(sha256(''), 'hex'), now())""", blob);
        await Product.Database.ExecuteAsync(
            """INSERT INTO models ("Id", "TeamId", "Slug", "Name", "Tags", "Visibility", "CreatedAt") SELECT $1, "Id", $2, $2, '{}', 'Private', now() FROM teams WHERE "Slug" = 'first-team' """, model, slug);
        await Product.Database.ExecuteAsync(
            """
            INSERT INTO model_versions ("Id", "ModelId", "Number", "RunId", "Spec", "Family", "Step", "BlobId", "CreatedBy", "CreatedAt")
            SELECT gen_random_uuid(), $1, 1, "Id", "Spec", "Family", 1, $3, 'test', now() FROM runs WHERE "Id" = $2
            """, model, run, blob);
    }
}

[CollectionDefinition(Name)]
public sealed class ApiCollection : ICollectionFixture<ApiFixture>
{
    public const string Name = "api alone";
}
