using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Health;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Integration.Tests.Security;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Access;

/// <summary>Who may sign in, and who administers the installation.</summary>
[Collection(SceneCollection.Name)]
public sealed class AccountControlTests(Scene scene)
{
    [Fact]
    public async Task Signing_out_everywhere_ends_every_session_and_leaves_tokens()
    {
        var (email, _) = await RegisterAsync();
        using var here = Browser.Open(scene.Product);
        using var elsewhere = Browser.Open(scene.Product);
        await here.SignInAsync(email, Product.Password);
        await elsewhere.SignInAsync(email, Product.Password);
        using var program = await ProgramAsync(here);

        (await here.PostAsync("api/v1/auth/sign-out-everywhere", null)).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.Unauthorized, (await here.GetAsync("api/v1/me")).StatusCode);
        await EndedAsync(elsewhere);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.SignInAsync(email, Product.Password)).StatusCode);
    }

    [Fact]
    public async Task A_deactivated_account_is_closed_like_one_that_never_was_until_it_is_reactivated()
    {
        var (email, id) = await RegisterAsync();
        using var browser = Browser.Open(scene.Product);
        await browser.SignInAsync(email, Product.Password);
        using var program = await ProgramAsync(browser);
        using var administrator = scene.As(Who.Administrator);

        var closed = await (await administrator.PostAsync($"api/v1/admin/accounts/{id}/deactivate", null)).Content.ReadFromJsonAsync<AccountSummary>();

        Assert.NotNull(closed!.DeactivatedAt);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("api/v1/me")).StatusCode);
        await EndedAsync(browser);
        using var again = Browser.Open(scene.Product);
        var refused = await again.SignInAsync(email, Product.Password);
        var stranger = await again.SignInAsync("nobody@example.org", Product.Password);
        Assert.Equal((HttpStatusCode.Unauthorized, await DetailAsync(stranger)), (refused.StatusCode, await DetailAsync(refused)));

        await administrator.PostAsync($"api/v1/admin/accounts/{id}/reactivate", null);

        Assert.Equal(HttpStatusCode.OK, (await again.SignInAsync(email, Product.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task The_last_administrator_who_may_sign_in_keeps_the_role_and_the_account()
    {
        using var administrator = scene.As(Who.Administrator);
        var me = scene.People[Who.Administrator];
        var (_, other) = await RegisterAsync();

        Assert.Equal(HttpStatusCode.Conflict, (await administrator.DeleteAsync($"api/v1/admin/accounts/{me}/administrator")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.PostAsync($"api/v1/admin/accounts/{me}/deactivate", null)).StatusCode);
        await administrator.PutAsync($"api/v1/admin/accounts/{other}/administrator", null);
        await administrator.PostAsync($"api/v1/admin/accounts/{other}/deactivate", null);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.DeleteAsync($"api/v1/admin/accounts/{me}/administrator")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.PutAsync($"api/v1/admin/accounts/{await scene.NewPersonAsync(deactivated: true)}/administrator", null)).StatusCode);
    }

    [Fact]
    public async Task A_new_administrator_administers_until_the_role_is_taken_away()
    {
        var (email, id) = await RegisterAsync();
        using var browser = Browser.Open(scene.Product);
        await browser.SignInAsync(email, Product.Password);
        using var administrator = scene.As(Who.Administrator);
        async Task<HttpStatusCode> AccountsAsync() => (await browser.GetAsync("api/v1/admin/accounts")).StatusCode;

        Assert.Equal(HttpStatusCode.Forbidden, await AccountsAsync());
        await administrator.PutAsync($"api/v1/admin/accounts/{id}/administrator", null);
        Assert.Equal(HttpStatusCode.OK, await AccountsAsync());
        await administrator.DeleteAsync($"api/v1/admin/accounts/{id}/administrator");
        Assert.Equal(HttpStatusCode.Forbidden, await AccountsAsync());
    }

    [Fact]
    public async Task A_team_whose_owners_are_deactivated_gets_an_owner_and_others_none()
    {
        var (team, heir) = await scene.NewOwnerlessTeamAsync();
        using var administrator = scene.As(Who.Administrator);
        async Task<HttpStatusCode> NameAsync(string slug, Guid user) =>
            (await administrator.PostAsJsonAsync($"api/v1/admin/ownerless-teams/{slug}/owner", new NameOwnerRequest(user))).StatusCode;
        async Task<OwnerlessTeam[]> ListAsync() => (await administrator.GetFromJsonAsync<OwnerlessTeam[]>("api/v1/admin/ownerless-teams"))!;

        var listed = await ListAsync();

        Assert.DoesNotContain(listed, one => one.Slug == scene.Team);
        Assert.Equal([heir], listed.Single(one => one.Slug == team).Members.Select(member => member.UserId));
        Assert.Equal(HttpStatusCode.BadRequest, await NameAsync(team, scene.People[Who.Owner]));
        Assert.Equal(HttpStatusCode.NotFound, await NameAsync(scene.Team, scene.People[Who.Viewer]));
        Assert.Equal(HttpStatusCode.NoContent, await NameAsync(team, heir));
        Assert.DoesNotContain(await ListAsync(), one => one.Slug == team);
    }

    [Fact]
    public async Task Members_whose_accounts_are_closed_are_marked_in_the_list_of_their_team()
    {
        var team = (await scene.Product.Client.Teams.CreateAsync(new CreateTeamRequest(scene.Fresh("Watchful")))).Slug;
        var (open, closed) = (await scene.NewPersonAsync(), await scene.NewPersonAsync(deactivated: true));
        foreach (var person in new[] { open, closed })
            await scene.Sql("INSERT INTO memberships (\"TeamId\", \"UserId\", \"Role\") SELECT \"Id\", $2, 'Member' FROM teams WHERE \"Slug\" = $1", team, person);

        var members = await scene.Product.Client.Teams.MembersAsync(team);

        Assert.Equal([closed], members.Where(member => member.IsDeactivated).Select(member => member.UserId));
        Assert.Contains(members, member => member.UserId == open);
    }

    [Fact]
    public async Task What_a_team_keeps_is_counted_by_kind()
    {
        var (run, upload) = (await scene.NewRunAsync(), await scene.NewUploadAsync());
        using var administrator = scene.As(Who.Administrator);
        async Task<TeamStorage> StorageAsync() =>
            (await administrator.GetFromJsonAsync<TeamStorage[]>("api/v1/admin/storage?limit=200"))!.Single(team => team.Slug == scene.Team);
        var before = await StorageAsync();

        await scene.NewDatasetAsync();
        await scene.NewCheckpointAsync(run);
        await scene.Sql("UPDATE uploads SET \"Offset\" = 2 WHERE \"Id\" = $1", upload);

        Assert.Equal(
            before with { TotalBytes = before.TotalBytes + 19, DatasetBytes = before.DatasetBytes + 14, CheckpointBytes = before.CheckpointBytes + 3, ArrivingBytes = before.ArrivingBytes + 2 },
            await StorageAsync());
        var model = await scene.NewModelAsync();
        var file = await scene.Product.Database.QueryAsync<long>($"""SELECT "Length" FROM blobs b JOIN model_versions v ON v."BlobId" = b."Id" WHERE v."Id" = '{await scene.VersionIdAsync(model)}'""");
        Assert.Equal(before.ModelBytes + file, (await StorageAsync()).ModelBytes);
    }

    private async Task<(string Email, Guid Id)> RegisterAsync()
    {
        var email = $"{scene.Fresh("somebody")}@example.org";
        using var stranger = new HttpClient { BaseAddress = scene.Product.Address };
        var made = await stranger.PostAsJsonAsync("api/v1/invitations/register", new RegisterRequest(await scene.NewInvitationAsync(), email, Product.Password));
        return (email, (await made.Content.ReadFromJsonAsync<Me>())!.Id);
    }

    private async Task<HttpClient> ProgramAsync(HttpClient browser)
    {
        var token = (await (await browser.PostAsJsonAsync("api/v1/tokens", new CreateTokenRequest("all", TokenScope.Admin))).Content.ReadFromJsonAsync<CreatedToken>())!;
        var program = new HttpClient { BaseAddress = scene.Product.Address };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        return program;
    }

    private static Task EndedAsync(HttpClient browser) => Eventually.TrueAsync(
        async () => (await browser.GetAsync("api/v1/me")).StatusCode == HttpStatusCode.Unauthorized, ProductFixture.Patience, "the session has ended");

    private static async Task<string?> DetailAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
}
