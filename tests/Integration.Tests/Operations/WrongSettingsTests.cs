using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>A process that cannot start with its settings says which one it is, in a sentence, and ends.</summary>
public sealed class WrongSettingsTests
{
    private const string Somewhere = "Host=localhost;Username=nobody;Password=never-shown;Database=none";

    [Theory]
    [InlineData("api", "ConnectionStrings__WarpGrad", "", "set ConnectionStrings__WarpGrad to a PostgreSQL connection string")]
    [InlineData("api", "ConnectionStrings__WarpGrad", "postgres://ada:never-shown@db/warpgrad", "ConnectionStrings__WarpGrad is no PostgreSQL connection string")]
    [InlineData("api", "ConnectionStrings__WarpGrad", "Host=db;Port=never-shown", "ConnectionStrings__WarpGrad is no PostgreSQL connection string")]
    [InlineData("api", "Limits__QueuedRunsPerTeam", "0", "Limits__QueuedRunsPerTeam is a number from 1 to 2147483647, not 0.")]
    [InlineData("api", "Limits__QueuedRuns", "7", "Limits__QueuedRuns is no setting. Settings of that kind are Limits__AdaptationsPerMinute,")]
    [InlineData("api", "Metrics__Token", "never-shown", "Metrics__Token has at least 16 characters")]
    [InlineData("api", "Proxy__Trusted", "127.0.0.1, proxy.example.org", "Proxy__Trusted names 'proxy.example.org', which is neither an address")]
    [InlineData("api", "OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is the address of a collector")]
    [InlineData("api", "Proxy__Trusted", " ,", "Proxy__Trusted names no proxy")]
    [InlineData("api", "Web__Root", "/nowhere", "Web__Root names no published page")]
    [InlineData("jobs", "ConnectionStrings__WarpGrad", "Username=ada;Password=never-shown", "ConnectionStrings__WarpGrad names no host")]
    [InlineData("jobs", "Worker__TrainingThreads", "many", "Worker__TrainingThreads is a whole number, not 'many'.")]
    [InlineData("jobs", "Worker__LeaseTimeoutSeconds", "1", "Worker__LeaseTimeoutSeconds is a number from 2 to 3600, not 1.")]
    [InlineData("jobs", "Worker__Queues", "training,imports", "Worker__Queues names 'imports'; queues are interactive, training, housekeeping.")]
    [InlineData("jobs", "Worker__Device", "tpu", "Worker__Device is auto, cpu, cuda or cuda:n, not 'tpu'.")]
    [InlineData("migrate", "ConnectionStrings__WarpGrad", "", "set ConnectionStrings__WarpGrad to a PostgreSQL connection string")]
    public async Task The_setting_is_named(string folder, string setting, string value, string sentence)
    {
        var program = folder switch { "api" => "WarpGrad.Api.dll", "jobs" => "WarpGrad.Jobs.dll", _ => "WarpGrad.Migrations.dll" };
        var environment = new Dictionary<string, string> { ["ConnectionStrings__WarpGrad"] = Somewhere, [setting] = value };
        await using var process = new ProductProcess(folder, program, environment);

        var code = await process.ExitAsync().WaitAsync(ProductFixture.Patience);

        Assert.Equal(78, code);
        Assert.Contains(sentence, process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("never-shown", process.Output, StringComparison.Ordinal);
    }
}
