using System.Net;
using System.Net.Http.Json;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.Integration.Tests.Access;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>People, their teams, and the keys to them.</summary>
[Collection(SceneCollection.Name)]
public sealed class TeamTests(Scene scene)
{
    [Fact]
    public async Task An_invitation_serves_one_person_once()
    {
        var code = await scene.NewInvitationAsync();
        var offer = await (await scene.As(Who.Anonymous).PostAsJsonAsync("api/v1/invitations/look", new InvitationCodeRequest(code))).Content.ReadFromJsonAsync<InvitationOffer>();

        var both = await Task.WhenAll(
            scene.As(Who.Viewer).PostAsJsonAsync("api/v1/invitations/accept", new InvitationCodeRequest(code)),
            scene.As(Who.Member).PostAsJsonAsync("api/v1/invitations/accept", new InvitationCodeRequest(code)));

        Assert.Equal(TeamRole.Member, offer!.Role);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound], both.Select(answer => answer.StatusCode).Order());
        Assert.Equal(HttpStatusCode.NotFound, (await scene.As(Who.Anonymous).PostAsJsonAsync("api/v1/invitations/look", new InvitationCodeRequest(code))).StatusCode);
    }

    [Fact]
    public async Task An_expired_invitation_opens_nothing()
    {
        var code = await scene.NewInvitationAsync();
        await scene.Sql("""UPDATE invitations SET "ExpiresAt" = now() - interval '1 second' WHERE "AcceptedAt" IS NULL""");

        var answer = await scene.As(Who.Viewer).PostAsJsonAsync("api/v1/invitations/accept", new InvitationCodeRequest(code));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_team_keeps_an_owner_also_when_two_leave_at_once()
    {
        var id = await scene.NewTeamAsync();
        var team = Scene.TeamSlug(id);
        var only = await scene.As(Who.Owner).DeleteAsync($"api/v1/teams/{team}/members/{scene.People[Who.Owner]}");
        await scene.As(Who.Owner).PutAsJsonAsync($"api/v1/teams/{team}/members/{scene.People[Who.Member]}", new ChangeRoleRequest(TeamRole.Owner));

        var both = await Task.WhenAll(
            scene.As(Who.Owner).DeleteAsync($"api/v1/teams/{team}/members/{scene.People[Who.Owner]}"),
            scene.As(Who.Member).DeleteAsync($"api/v1/teams/{team}/members/{scene.People[Who.Member]}"));

        Assert.Equal(HttpStatusCode.Conflict, only.StatusCode);
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Conflict], both.Select(answer => answer.StatusCode).Order());
        Assert.Equal(1L, await scene.Product.Database.QueryAsync<long>($"""SELECT count(*) FROM memberships WHERE "TeamId" = '{id}' AND "Role" = 'Owner'"""));
    }

    [Fact]
    public async Task An_invitation_that_somebody_is_just_accepting_is_not_revoked()
    {
        var team = (await scene.Product.Client.Teams.CreateAsync(new CreateTeamRequest(scene.Fresh("Open house")))).Slug;
        var code = await scene.InviteAsync(team, TeamRole.Member);
        var id = (await scene.As(Who.Administrator).GetFromJsonAsync<InvitationSummary[]>($"api/v1/teams/{team}/invitations"))!.Single().Id;
        // Whoever comes in holds the invitation's row until all is stored.
        var accepting = scene.Sql($"""DO $$ BEGIN UPDATE invitations SET "AcceptedAt" = now(), "AcceptedBy" = 'Bo' WHERE "Id" = '{id}'; PERFORM pg_sleep(2); END $$""");
        await Eventually.TrueAsync(
            async () => await scene.Product.Database.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") > 0, ProductFixture.Patience, "the invitation is held");

        var revoked = await scene.As(Who.Administrator).DeleteAsync($"api/v1/teams/{team}/invitations/{id}");

        await accepting;
        Assert.Equal(HttpStatusCode.Conflict, revoked.StatusCode);
        Assert.Equal("Bo", (await scene.As(Who.Administrator).GetFromJsonAsync<InvitationSummary[]>($"api/v1/teams/{team}/invitations"))!.Single().AcceptedBy);
    }

    [Fact]
    public async Task A_team_is_not_handed_to_a_member_whose_account_is_closed()
    {
        var id = await scene.NewTeamAsync();
        var team = Scene.TeamSlug(id);
        var closed = await scene.NewPersonAsync(deactivated: true);
        await scene.Sql("""INSERT INTO memberships ("TeamId", "UserId", "Role") VALUES ($1, $2, 'Member')""", id, closed);

        var refused = await scene.As(Who.Owner).PostAsJsonAsync($"api/v1/teams/{team}/transfer", new TransferTeamRequest(closed));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("deactivated", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_team_is_deleted_when_it_is_empty_and_until_then_says_what_it_holds()
    {
        var id = await scene.NewTeamAsync();
        var team = Scene.TeamSlug(id);
        var run = await scene.NewRunAsync(team: id);

        var refused = await scene.As(Who.Owner).DeleteAsync($"api/v1/teams/{team}");
        await scene.As(Who.Owner).DeleteAsync($"api/v1/runs/{run}");
        var deleted = await scene.As(Who.Owner).DeleteAsync($"api/v1/teams/{team}");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NoContent), (refused.StatusCode, deleted.StatusCode));
        Assert.Contains("The team still holds 1 run: delete", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await scene.As(Who.Member).GetAsync($"api/v1/teams/{team}")).StatusCode);
        Assert.Equal(0L, await scene.Product.Database.QueryAsync<long>($"""SELECT count(*) FROM memberships WHERE "TeamId" = '{id}'"""));
    }

    [Fact]
    public async Task A_token_for_one_team_does_not_reach_the_others()
    {
        var other = Scene.TeamSlug(await scene.NewTeamAsync());
        var made = await scene.As(Who.Owner).PostAsJsonAsync("api/v1/tokens", new CreateTokenRequest("one team", TokenScope.Admin, 1, scene.Team));
        var token = (await made.Content.ReadFromJsonAsync<CreatedToken>())!;
        using var http = new HttpClient { BaseAddress = scene.Product.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.Secret);

        Assert.Equal(scene.Team, token.Token.Team);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"api/v1/teams/{scene.Team}/members")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"api/v1/teams/{other}/members")).StatusCode);
        Assert.Equal([scene.Team], (await http.GetFromJsonAsync<Me>("api/v1/me"))!.Teams.Select(team => team.Slug));
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsJsonAsync("api/v1/tokens", new CreateTokenRequest("wider", TokenScope.Admin))).StatusCode);
    }

    [Fact]
    public async Task A_service_token_works_in_its_role_and_outlasts_who_made_it()
    {
        var id = await scene.NewTeamAsync();
        var team = Scene.TeamSlug(id);
        var made = await scene.As(Who.Owner).PostAsJsonAsync($"api/v1/teams/{team}/tokens", new CreateServiceTokenRequest("robot", TokenScope.Write, TeamRole.Member));
        using var http = new HttpClient { BaseAddress = scene.Product.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await made.Content.ReadFromJsonAsync<CreatedToken>())!.Secret);
        await scene.Sql("""DELETE FROM memberships WHERE "TeamId" = $1""", id);

        var run = await http.PostAsJsonAsync($"api/v1/teams/{team}/runs", new { recipe = "sinusoid" });

        Assert.Equal(HttpStatusCode.Accepted, run.StatusCode);
        Assert.Contains("robot (service token)", await run.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync($"api/v1/teams/{team}/audit")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync("api/v1/tokens")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"api/v1/teams/{scene.Team}/members")).StatusCode);
    }

    [Fact]
    public async Task An_administrators_link_sets_a_new_password_once()
    {
        using var person = Browser();
        var email = $"{scene.Fresh("forgetful")}@example.org";
        var me = await (await person.PostAsJsonAsync("api/v1/invitations/register", new RegisterRequest(await scene.NewInvitationAsync(), email, "first-password"))).Content.ReadFromJsonAsync<Me>();
        var link = await (await scene.As(Who.Administrator).PostAsync($"api/v1/admin/accounts/{me!.Id}/password-reset", null)).Content.ReadFromJsonAsync<PasswordResetLink>();
        var parts = link!.Link.Split('#')[1].Split('.', 2);
        var request = new ResetPasswordRequest(Guid.Parse(parts[0]), Uri.UnescapeDataString(parts[1]), "second-password");

        var first = await scene.As(Who.Anonymous).PostAsJsonAsync("api/v1/auth/reset-password", request);
        var second = await scene.As(Who.Anonymous).PostAsJsonAsync("api/v1/auth/reset-password", request with { NewPassword = "third-password" });

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Browser().PostAsJsonAsync("api/v1/auth/sign-in", new SignInRequest(email, "first-password"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Browser().PostAsJsonAsync("api/v1/auth/sign-in", new SignInRequest(email, "second-password"))).StatusCode);
    }

    [Fact]
    public async Task A_link_that_is_used_twice_at_once_sets_one_password_and_tells_the_other_what_happened()
    {
        using var person = Browser();
        var email = $"{scene.Fresh("hasty")}@example.org";
        var me = await (await person.PostAsJsonAsync("api/v1/invitations/register", new RegisterRequest(await scene.NewInvitationAsync(), email, "first-password"))).Content.ReadFromJsonAsync<Me>();
        var link = await (await scene.As(Who.Administrator).PostAsync($"api/v1/admin/accounts/{me!.Id}/password-reset", null)).Content.ReadFromJsonAsync<PasswordResetLink>();
        var parts = link!.Link.Split('#')[1].Split('.', 2);
        var request = new ResetPasswordRequest(Guid.Parse(parts[0]), Uri.UnescapeDataString(parts[1]), "second-password");

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => scene.As(Who.Anonymous).PostAsJsonAsync("api/v1/auth/reset-password", request)));

        Assert.Single(all, answer => answer.StatusCode == HttpStatusCode.NoContent);
        foreach (var refused in all.Where(answer => answer.StatusCode != HttpStatusCode.NoContent))
            Assert.Matches("This link was used|at the same moment: try again", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_audit_log_tells_who_did_what_and_can_be_searched_and_exported()
    {
        var team = Scene.TeamSlug(await scene.NewTeamAsync());
        await scene.As(Who.Owner).PatchAsJsonAsync($"api/v1/teams/{team}", new ChangeTeamRequest("=cmd() renamed"));
        await scene.As(Who.Owner).PostAsJsonAsync($"api/v1/teams/{team}/invitations", new CreateInvitationRequest(Note: "for Bo"));
        async Task<IReadOnlyList<AuditEntrySummary>> FindAsync(string query) =>
            (await scene.As(Who.Owner).GetFromJsonAsync<Page<AuditEntrySummary>>($"api/v1/teams/{team}/audit?{query}"))!.Items;

        var all = await FindAsync("");
        Assert.Equal([AuditActions.InvitationCreate, AuditActions.TeamChange], all.Select(entry => entry.Action));
        Assert.All(all, entry => Assert.Equal("owner@example.org", entry.Actor));
        Assert.Single(await FindAsync("action=team"));
        Assert.Single(await FindAsync("action=invitation.create"));
        Assert.Equal(2, (await FindAsync("actor=OWNER")).Count);
        Assert.Empty(await FindAsync("actor=%25"));
        Assert.Empty(await FindAsync("until=2020-01-01T00:00:00Z"));
        var csv = await scene.As(Who.Owner).GetStringAsync($"api/v1/teams/{team}/audit/export");
        Assert.Equal(3, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"'=cmd() renamed\"", csv, StringComparison.Ordinal);
    }

    private HttpClient Browser()
    {
        var http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = scene.Product.Address };
        http.DefaultRequestHeaders.Add("X-WarpGrad-Client", "test");
        return http;
    }
}
