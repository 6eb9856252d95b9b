using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Workers;
using WarpGrad.Web.Admin;

namespace WarpGrad.Web.Tests.Admin;

/// <summary>Workers that have left, as administrators find them.</summary>
public sealed class GoneWorkersTests : Page
{
    private readonly Answers _server = new();

    public GoneWorkersTests() =>
        Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") })).AddSingleton(TimeProvider.System);

    [Fact]
    public async Task They_are_asked_for_when_somebody_opens_the_list_and_all_can_be_seen()
    {
        _server["GET admin/workers?gone=true"] = new Page<WorkerSummary>([Left("first")], "more");
        _server["GET admin/workers?gone=true&cursor=more"] = new Page<WorkerSummary>([Left("second")], null);
        var panel = Render<GoneWorkersPanel>();
        Assert.Empty(_server.Asked);
        Assert.Empty(panel.FindAll(".loading"));

        await panel.Find("details").TriggerEventAsync("ontoggle", EventArgs.Empty);

        Assert.Equal(["first"], Hosts());
        await panel.Find(".more button").ClickAsync();
        Assert.Equal(["first", "second"], Hosts());
        Assert.Empty(panel.FindAll(".more"));

        IEnumerable<string> Hosts() => panel.FindAll("[data-testid=gone-worker-row] b").Select(host => host.TextContent);
    }

    [Fact]
    public async Task Who_clicks_twice_sees_them_once()
    {
        var second = new TaskCompletionSource<object>();
        _server["GET admin/workers?gone=true"] = new Page<WorkerSummary>([Left("first")], "more");
        _server["GET admin/workers?gone=true&cursor=more"] = second.Task;
        var panel = Render<GoneWorkersPanel>();
        await panel.Find("details").TriggerEventAsync("ontoggle", EventArgs.Empty);

        Task[] clicks = [panel.Find(".more button").ClickAsync(), panel.Find(".more button").ClickAsync()];
        second.SetResult(new Page<WorkerSummary>([Left("second")], null));
        await Task.WhenAll(clicks);

        Assert.Equal(["first", "second"], panel.FindAll("[data-testid=gone-worker-row] b").Select(host => host.TextContent));
    }

    private static WorkerSummary Left(string host) => new(
        Guid.NewGuid(), host, host, 1, WorkerState.Gone, ["training"], 0, "cpu", "", 2, 1, 1, new WorkerVersions("", "", "", ""), DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch.AddHours(1), []);
}
