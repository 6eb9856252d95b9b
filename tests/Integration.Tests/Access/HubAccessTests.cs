using System.Net.Http.Json;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Tokens;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Access;

/// <summary>Every method of the hub for every kind of caller.</summary>
[Collection(SceneCollection.Name)]
public sealed class HubAccessTests(Scene scene)
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
        Assert.Equal(MethodsOfTheHub().Order(), Methods.Keys.Order());
    }

    [Fact]
    public async Task A_revoked_token_subscribes_to_nothing_more_on_the_connection_it_opened_and_ends_what_it_reads()
    {
        var made = await NewTokenAsync();
        await using var hub = await ConnectAsync(made.Secret);
        // Of a fresh team nothing else is told.
        var team = Scene.TeamSlug(await scene.NewTeamAsync());
        var changes = hub.StreamAsync<TeamChange>(ProgressHub.SubscribeTeam, team).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());
        (await scene.As(Who.Viewer).DeleteAsync($"api/v1/tokens/{made.Token.Id}")).EnsureSuccessStatusCode();

        var again = await Assert.ThrowsAsync<HubException>(() => FirstAsync(hub.StreamAsync<TeamChange>(ProgressHub.SubscribeTeam, team)));
        var ended = await Assert.ThrowsAsync<HubException>(async () => await changes.MoveNextAsync());

        Assert.Contains("has ended", again.Message, StringComparison.Ordinal);
        Assert.Contains("has ended", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_who_was_removed_reads_no_further()
    {
        var team = Scene.TeamSlug(await scene.NewTeamAsync());
        await using var hub = await ConnectAsync(scene.Secret(Who.Member));
        var changes = hub.StreamAsync<TeamChange>(ProgressHub.SubscribeTeam, team).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());

        (await scene.As(Who.Owner).DeleteAsync($"api/v1/teams/{team}/members/{scene.People[Who.Member]}")).EnsureSuccessStatusCode();

        // What the removal itself told of may come first.
        var ended = await Assert.ThrowsAsync<HubException>(async () =>
        {
            while (await changes.MoveNextAsync())
            {
            }
        });
        Assert.Contains("you may not see it", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_ends_with_the_token_that_opened_it()
    {
        var made = await NewTokenAsync();
        await scene.Sql("""UPDATE api_tokens SET "ExpiresAt" = now() + interval '3 seconds' WHERE "Id" = $1""", made.Token.Id);
        await using var hub = await ConnectAsync(made.Secret);
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };

        await closed.Task.WaitAsync(ProductFixture.Patience);
    }

    private async Task<CreatedToken> NewTokenAsync() =>
        (await (await scene.As(Who.Viewer).PostAsJsonAsync("api/v1/tokens", new CreateTokenRequest("open", TokenScope.Read))).Content.ReadFromJsonAsync<CreatedToken>())!;

    /// <summary>Names of the public methods of the hub's class, as the published Api has them.</summary>
    private static List<string> MethodsOfTheHub()
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(TestEnvironment.App, "api", "WarpGrad.Api.dll")));
        var reader = file.GetMetadataReader();
        var hub = reader.TypeDefinitions.Select(reader.GetTypeDefinition).Single(type => reader.GetString(type.Name) == "RunProgressHub");
        return [.. hub.GetMethods().Select(reader.GetMethodDefinition)
            .Where(method => method.Attributes.HasFlag(System.Reflection.MethodAttributes.Public) && !method.Attributes.HasFlag(System.Reflection.MethodAttributes.SpecialName))
            .Select(method => GivenName(reader, method) ?? reader.GetString(method.Name))];
    }

    /// <summary>The name by which clients call a method, where it has one of its own.</summary>
    private static string? GivenName(MetadataReader reader, MethodDefinition method)
    {
        foreach (var attribute in method.GetCustomAttributes().Select(reader.GetCustomAttribute))
        {
            var constructor = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
            var type = reader.GetTypeReference((TypeReferenceHandle)constructor.Parent);
            if (reader.GetString(type.Name) != "HubMethodNameAttribute")
                continue;
            var value = reader.GetBlobReader(attribute.Value);
            // Two bytes that every attribute's value begins with.
            value.ReadUInt16();
            return value.ReadSerializedString();
        }

        return null;
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

    private Task<HubConnection> ConnectAsync(Who who) => ConnectAsync(who == Who.Anonymous ? null : scene.Secret(who));

    private async Task<HubConnection> ConnectAsync(string? secret)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(scene.Product.Address, ProgressHub.Path), options => options.AccessTokenProvider = () => Task.FromResult(secret))
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
