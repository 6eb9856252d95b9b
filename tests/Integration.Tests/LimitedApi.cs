using WarpGrad.Contracts.Specs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>An Api without workers where one may ask for little.</summary>
public sealed class LimitedApi : IAsyncLifetime
{
    public const int PerToken = 5, PerTeam = 8, WaitingAdaptations = 4, WaitingEstimates = 2, TransfersOfNode = 2;

    private readonly ApiFixture _api = new()
    {
        Settings = new Dictionary<string, string>
        {
            ["Limits__AdaptationsPerMinute"] = $"{PerToken}",
            ["Limits__TeamAdaptationsPerMinute"] = $"{PerTeam}",
            ["Limits__WaitingAdaptations"] = $"{WaitingAdaptations}",
            ["Limits__WaitingEstimates"] = $"{WaitingEstimates}",
            ["Limits__TransfersOfNode"] = $"{TransfersOfNode}",
        },
    };

    public Product Product => _api.Product;

    /// <summary>A plain HTTP client with the administrator's token.</summary>
    public HttpClient Http() => _api.Http();

    public async Task InitializeAsync()
    {
        await _api.InitializeAsync();
        await _api.RegisterAsync("curves", new TaskSpec { Family = TaskFamily.Sinusoids });
    }

    public Task DisposeAsync() => _api.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class LimitedCollection : ICollectionFixture<LimitedApi>
{
    public const string Name = "small limits";
}
