using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;

namespace WarpGrad.Integration.Tests.Access;

/// <summary>Every method of the hub for every kind of caller.</summary>
public sealed class HubAccessTests(Scene scene) : IClassFixture<Scene>
{
    private static readonly Dictionary<string, Func<HubConnection, Scene, Task>> Methods = new()
    {
        [ProgressHub.Subscribe] = async (hub, s) => await FirstAsync(hub.StreamAsync<RunEvent>(ProgressHub.Subscribe, await s.NewRunAsync(), 0L)),
        [ProgressHub.SubscribeTeam] = (hub, s) => FirstAsync(hub.StreamAsync<TeamChange>(ProgressHub.SubscribeTeam, s.Team)),
    };

    public static TheoryData<string> Names { get; } = [.. Methods.Keys];

    [Fact]
    public void Every_method_of_the_hub_has_a_row()
    {
        var methods = typeof(ProgressHub).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.Name != nameof(ProgressHub.Path))
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(methods.Order(), Methods.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Members_of_the_team_subscribe_whatever_their_role_and_scope(string method)
    {
        foreach (var who in new[] { Who.Viewer, Who.Member, Who.Maintainer, Who.Owner, Who.ReadToken, Who.WriteToken })
        {
            await using var hub = await ConnectAsync(who);
            await Methods[method](hub, scene);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task For_others_it_does_not_exist(string method)
    {
        foreach (var who in new[] { Who.OtherTeam, Who.Administrator })
        {
            await using var hub = await ConnectAsync(who);
            var refused = await Assert.ThrowsAsync<HubException>(() => Methods[method](hub, scene));
            Assert.Contains("you may not see it", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_of_others_is_refused_like_one_that_never_was()
    {
        await using var hub = await ConnectAsync(Who.OtherTeam);
        var run = await scene.NewRunAsync();

        var hidden = await Assert.ThrowsAsync<HubException>(() => FirstAsync(hub.StreamAsync<RunEvent>(ProgressHub.Subscribe, run, 0L)));
        var missing = await Assert.ThrowsAsync<HubException>(() => FirstAsync(hub.StreamAsync<RunEvent>(ProgressHub.Subscribe, Guid.NewGuid(), 0L)));
        Assert.Equal(missing.Message, hidden.Message);
    }

    [Fact]
    public async Task Strangers_do_not_even_connect()
    {
        foreach (var who in new[] { Who.Anonymous, Who.ExpiredToken })
            await Assert.ThrowsAsync<HttpRequestException>(() => ConnectAsync(who));
    }

    private async Task<HubConnection> ConnectAsync(Who who)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(scene.Product.Address, ProgressHub.Path), options => options.AccessTokenProvider = () => Task.FromResult(who == Who.Anonymous ? null : scene.Secret(who)))
            .Build();
        await hub.StartAsync();
        return hub;
    }

    private static async Task FirstAsync<T>(IAsyncEnumerable<T> stream)
    {
        await foreach (var _ in stream)
            return;
    }
}
