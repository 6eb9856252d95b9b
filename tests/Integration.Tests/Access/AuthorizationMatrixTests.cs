using System.Net;
using System.Text.Json.Nodes;

namespace WarpGrad.Integration.Tests.Access;

/// <summary>Every endpoint for every kind of caller.</summary>
public sealed class AuthorizationMatrixTests(Scene scene) : IClassFixture<Scene>
{
    public static TheoryData<string> Operations { get; } = [.. Endpoints.All.Select(endpoint => endpoint.Operation)];

    [Fact]
    public async Task Every_endpoint_of_the_description_has_a_row_and_every_row_an_endpoint()
    {
        var document = JsonNode.Parse(await scene.As(Who.Anonymous).GetStringAsync("openapi/v1.json"))!;
        var described = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"))
            .Order(StringComparer.Ordinal);

        Assert.Equal(described, Endpoints.All.Where(endpoint => endpoint.IsDescribed).Select(endpoint => endpoint.Operation).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_caller_gets_what_the_role_and_scope_allow(string operation)
    {
        var endpoint = Endpoints.All.Single(e => e.Operation == operation);
        foreach (var who in Enum.GetValues<Who>())
        {
            var call = await endpoint.Make(scene, who);
            var noted = await scene.AuditCountAsync();
            using var answer = await SendAsync(endpoint, call, who);

            var expected = Expected(endpoint, who);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(
                expected == 200 ? answer.IsSuccessStatusCode : (int)answer.StatusCode == expected,
                $"{operation} for {who}: {(int)answer.StatusCode} instead of {expected}. {body}");
            if (!answer.IsSuccessStatusCode)
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            else if (endpoint.IsAudited)
                Assert.True(await scene.AuditCountAsync() > noted, $"{operation} for {who} is not in the audit log.");
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task What_one_may_not_see_answers_like_what_does_not_exist(string operation)
    {
        var endpoint = Endpoints.All.Single(e => e.Operation == operation);
        if (Expected(endpoint, Who.OtherTeam) != 404)
            return;
        var hidden = await endpoint.Make(scene, Who.OtherTeam);
        var missing = await endpoint.Make(scene, Who.OtherTeam);
        using var one = await SendAsync(endpoint, hidden, Who.OtherTeam);
        using var other = await SendAsync(endpoint, missing with { Path = Nowhere(missing.Path) }, Who.OtherTeam);

        Assert.Equal(HttpStatusCode.NotFound, one.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(await TextAsync(one), await TextAsync(other));
    }

    /// <summary>The same address of things that never were.</summary>
    private string Nowhere(string path)
    {
        var parts = path.Split('/', '?', '&', '=');
        var team = parts.FirstOrDefault(part => part.StartsWith("team-", StringComparison.Ordinal));
        if (team is not null)
            return path.Replace(team, "team-nowhere", StringComparison.Ordinal);
        return string.Join('/', path.Split('/').Select(part => Guid.TryParse(part, out _) ? Guid.NewGuid().ToString() : part)) is var other && other != path ? other
            : parts.Where(part => Guid.TryParse(part, out _)).Aggregate(path, (text, id) => text.Replace(id, Guid.NewGuid().ToString(), StringComparison.Ordinal));
    }

    private static async Task<(string?, string?, string?)> TextAsync(HttpResponseMessage answer)
    {
        // Only the head is sent of an answer to HEAD.
        if (answer.RequestMessage!.Method == HttpMethod.Head)
            return default;
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (problem["type"]?.ToString(), problem["title"]?.ToString(), problem["detail"]?.ToString());
    }

    private async Task<HttpResponseMessage> SendAsync(Endpoint endpoint, Call call, Who who)
    {
        using var request = new HttpRequestMessage(endpoint.Method, call.Path) { Content = call.Body };
        foreach (var (name, value) in call.Headers)
            request.Headers.Add(name, value);
        return await scene.As(who).SendAsync(request);
    }

    /// <summary>The status that a caller must get; 200 stands for every success.</summary>
    private static int Expected(Endpoint endpoint, Who who)
    {
        if (endpoint.Need == Need.Nothing)
            return endpoint.Answer ?? 200;
        if (who is Who.Anonymous or Who.ExpiredToken)
            return 401;
        var letIn = endpoint.Answer ?? 200;
        return endpoint.Need switch
        {
            Need.SignedIn => letIn,
            Need.SignedInToManage => who is Who.ReadToken or Who.WriteToken ? 403 : letIn,
            Need.Administrator => who == Who.Administrator ? letIn : 403,
            _ when who is Who.OtherTeam or Who.Administrator => 404,
            _ => Role(who) >= Needed(endpoint.Need).Role && Scope(who) >= Needed(endpoint.Need).Scope ? letIn : 403,
        };
    }

    private static (int Role, int Scope) Needed(Need need) => need switch
    {
        Need.Viewer => (0, 0),
        Need.ViewerToWrite => (0, 1),
        Need.Member => (1, 1),
        Need.Maintainer => (2, 1),
        Need.OwnerToRead => (3, 0),
        _ => (3, 2),
    };

    private static int Role(Who who) => who switch
    {
        Who.Viewer => 0,
        Who.Member => 1,
        Who.Maintainer => 2,
        _ => 3,
    };

    private static int Scope(Who who) => who switch
    {
        Who.ReadToken => 0,
        Who.WriteToken => 1,
        _ => 2,
    };
}
