using System.Net;
using System.Net.Http.Json;
using WarpGrad.Client;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Who gets in, and what they may do.</summary>
[Collection(ProductCollection.Name)]
public sealed class AccountTests(ProductFixture fixture)
{
    [Theory]
    [InlineData("api/v1/me")]
    [InlineData("api/v1/teams")]
    [InlineData("api/v1/recipes")]
    [InlineData("api/v1/tokens")]
    [InlineData("api/v1/teams/first-team/datasets")]
    [InlineData("api/v1/teams/first-team/runs")]
    [InlineData("api/v1/teams/first-team/models")]
    [InlineData("hubs/progress")]
    public async Task Without_credentials_the_answer_is_401(string path)
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };

        var answer = await http.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("openapi/v1.json")]
    [InlineData("docs/")]
    [InlineData("api/v1/setup")]
    [InlineData("")]
    public async Task Health_description_and_page_answer_everybody(string path)
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_first_account_is_made_only_once()
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };

        var answer = await http.PostAsJsonAsync("api/v1/setup", new SetupRequest("eve@example.org", "another-password", "Eve's team"));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact]
    public async Task A_cookie_alone_changes_nothing()
    {
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = fixture.Product.Address };
        (await http.PostAsJsonAsync("api/v1/auth/sign-in", new SignInRequest(Product.Email, Product.Password))).EnsureSuccessStatusCode();

        var read = await http.GetAsync("api/v1/me");
        var refused = await http.PostAsJsonAsync("api/v1/teams", new CreateTeamRequest("Forged"));
        http.DefaultRequestHeaders.Add("X-WarpGrad-Client", "test");
        var made = await http.PostAsJsonAsync("api/v1/teams", new CreateTeamRequest("Meant"));

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_says_so()
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };

        var answer = await http.PostAsJsonAsync("api/v1/auth/sign-in", new SignInRequest(Product.Email, "wrong-password"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("password is wrong", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_token_reads_but_does_not_submit()
    {
        var created = await fixture.Client.Tokens.CreateAsync(new CreateTokenRequest("reader", TokenScope.Read, 1));
        var reader = WarpGradClient.WithToken(fixture.Product.Address, created.Secret);

        Assert.NotEmpty((await reader.Runs.ListAsync(Product.Team)).Items);
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => reader.Runs.CancelAsync(fixture.Trained.Summary.Id));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
    }

    [Fact]
    public async Task A_revoked_token_does_not_work_any_more()
    {
        var created = await fixture.Client.Tokens.CreateAsync(new CreateTokenRequest("short-lived", TokenScope.Read, 1));
        await fixture.Client.Tokens.RevokeAsync(created.Token.Id);

        var refused = await Assert.ThrowsAsync<WarpGradException>(
            () => WarpGradClient.WithToken(fixture.Product.Address, created.Secret).Accounts.MeAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
    }

    [Fact]
    public async Task Another_teams_things_do_not_exist()
    {
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.ListAsync("no-such-team"));

        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
    }

    [Fact]
    public async Task Secrets_of_tokens_are_not_in_the_database()
    {
        var created = await fixture.Client.Tokens.CreateAsync(new CreateTokenRequest("secret", TokenScope.Read, 1));

        var rows = await fixture.Product.Database.QueryAsync<long>(
            $"SELECT count(*) FROM api_tokens t WHERE t::text LIKE '%{created.Secret}%'");
        Assert.Equal(0, rows);
    }
}
