using System.Net;
using System.Net.Http.Json;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Teams;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Security;

/// <summary>Guessing passwords, and what is left of a session when the password has changed.</summary>
[Collection(ApiCollection.Name)]
public sealed class GuessingTests(ApiFixture fixture)
{
    private const string Password = "a-good-password";

    [Fact]
    public async Task After_ten_wrong_passwords_the_right_one_does_not_work_until_an_administrator_unlocks()
    {
        using var http = Browser.Open(fixture.Product);
        var person = await RegisterAsync("guessed@example.org");
        for (var attempt = 0; attempt < 10; attempt++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.SignInAsync(person.Email, "wrong-password")).StatusCode);

        var locked = await http.SignInAsync(person.Email, Password);
        using var administrator = fixture.Http();
        (await administrator.PostAsync($"api/v1/admin/accounts/{person.Id}/unlock", null)).EnsureSuccessStatusCode();
        var unlocked = await http.SignInAsync(person.Email, Password);

        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
        Assert.Equal(HttpStatusCode.OK, unlocked.StatusCode);
    }

    [Fact]
    public async Task Wrong_passwords_sent_at_once_are_refused_noted_and_counted_like_those_sent_in_turn()
    {
        var person = await RegisterAsync("hurried@example.org");
        using var http = Browser.Open(fixture.Product);

        var attempts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => http.SignInAsync(person.Email, "wrong-password")));
        var locked = await http.SignInAsync(person.Email, Password);

        Assert.All(attempts, attempt => Assert.Equal(HttpStatusCode.Unauthorized, attempt.StatusCode));
        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
        Assert.Equal(11L, await fixture.Product.Database.QueryAsync<long>(
            $"SELECT count(*) FROM audit_entries WHERE \"Action\" = 'account.sign-in-failed' AND \"Target\" = '{person.Id}'"));
    }

    [Fact]
    public async Task Wrong_current_passwords_sent_at_once_are_counted_like_those_sent_in_turn()
    {
        var person = await RegisterAsync("borrowed@example.org");
        using var http = Browser.Open(fixture.Product);
        (await http.SignInAsync(person.Email, Password)).EnsureSuccessStatusCode();

        var attempts = await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(_ => http.PostAsJsonAsync("api/v1/me/password", new ChangePasswordRequest("wrong-password", "another-good-one"))));
        var locked = await http.PostAsJsonAsync("api/v1/me/password", new ChangePasswordRequest(Password, "another-good-one"));

        Assert.All(attempts, attempt => Assert.Equal(HttpStatusCode.BadRequest, attempt.StatusCode));
        Assert.Equal(HttpStatusCode.BadRequest, locked.StatusCode);
        Assert.Contains("Too many attempts", await locked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_ends_other_sessions_but_not_the_one_that_set_it()
    {
        var person = await RegisterAsync("moved@example.org");
        using var here = Browser.Open(fixture.Product);
        using var elsewhere = Browser.Open(fixture.Product);
        await here.SignInAsync(person.Email, Password);
        await elsewhere.SignInAsync(person.Email, Password);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("api/v1/me")).StatusCode);

        (await here.PostAsJsonAsync("api/v1/me/password", new ChangePasswordRequest(Password, "another-good-one"))).EnsureSuccessStatusCode();

        await Eventually.TrueAsync(
            async () => (await elsewhere.GetAsync("api/v1/me")).StatusCode == HttpStatusCode.Unauthorized, TimeSpan.FromMinutes(1), "the other session has ended");
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("api/v1/me")).StatusCode);
    }

    private async Task<Me> RegisterAsync(string email)
    {
        using var administrator = fixture.Http();
        var invited = await administrator.PostAsJsonAsync($"api/v1/teams/{Product.Team}/invitations", new CreateInvitationRequest(TeamRole.Viewer));
        var code = (await invited.Content.ReadFromJsonAsync<CreatedInvitation>())!.Code;
        using var stranger = new HttpClient { BaseAddress = fixture.Product.Address };
        var registered = await stranger.PostAsJsonAsync("api/v1/invitations/register", new RegisterRequest(code, email, Password));
        return (await registered.Content.ReadFromJsonAsync<Me>())!;
    }
}
