using Microsoft.Playwright;
using WarpGrad.Client;
using WarpGrad.Contracts.Teams;
using WarpGrad.TestSupport;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>The first steps of somebody who has no mouse.</summary>
[Collection(SiteCollection.Name)]
public sealed class KeyboardTests(Site site)
{
    private const string Email = "louis@example.org";
    private const string Dialog = "[role=dialog]";

    [Fact]
    public async Task A_first_model_is_trained_found_and_stopped_with_the_keyboard_alone()
    {
        await RegisterAsync();
        await using var visit = await site.StrangerAsync();
        await SignInAsync(visit);
        await SkipAsync(visit);
        await visit.WalkToAsync("[data-testid=start-try]");
        await visit.PressAsync("Enter");
        await visit.Field("run-cancel").WaitForAsync();

        await visit.WalkToAsync("[data-testid=nav-runs]");
        await visit.PressAsync("Enter");
        await visit.Field("run-row").WaitForAsync();
        await visit.WalkToAsync("[data-testid=run-row] a[href^='/runs/']");
        await visit.PressAsync("Enter");
        await visit.Field("run-cancel").WaitForAsync();
        await CancelAsync(visit);
        visit.AssertClean();
    }

    /// <summary>An account in a team that has nothing yet.</summary>
    private async Task RegisterAsync()
    {
        var team = await site.Client.Teams.CreateAsync(new CreateTeamRequest("Newcomers"));
        var invitation = await site.Client.Invitations.CreateAsync(team.Slug, new CreateInvitationRequest(TeamRole.Owner));
        using var http = new HttpClient { BaseAddress = site.Product.Address };
        await new WarpGradClient(http).Invitations.RegisterAsync(new RegisterRequest(invitation.Link.Split('#')[1], Email, Product.Password));
        await site.Client.Teams.RemoveAsync(team.Slug, (await site.Client.Accounts.MeAsync()).Id);
    }

    private static async Task SignInAsync(Visit visit)
    {
        await visit.GoAsync("");
        await visit.Field("signin-email").WaitForAsync();
        await visit.WalkToAsync("[data-testid=signin-email]");
        await visit.TypeAsync(Email);
        await visit.WalkToAsync("[data-testid=signin-password]");
        await visit.TypeAsync(Product.Password);
        await visit.PressAsync("Enter");
        await visit.Field("start-try").WaitForAsync();
    }

    /// <summary>Goes back to the beginning of the page and past all that is the same on every page.</summary>
    private static async Task SkipAsync(Visit visit)
    {
        await visit.WalkToAsync("[data-testid=skip]", "Shift+Tab");
        await visit.PressAsync("Enter");
        Assert.True((await visit.FocusAsync("#content")).There, "Skipping leads somewhere else.");
        Assert.Equal("/", visit.Address.PathAndQuery);
    }

    /// <summary>Asks for the end of the run, thinks better of it, and asks again. The dialog keeps the focus and gives it back.</summary>
    private static async Task CancelAsync(Visit visit)
    {
        await AskAsync(visit);
        Assert.Empty(await visit.FindingsAsync());
        for (var presses = 0; presses < 5; presses++)
        {
            await visit.PressAsync("Tab");
            var focus = await visit.FocusAsync(Dialog);
            Assert.True(focus.There, $"The focus left the dialog for {focus.Element}.");
        }

        await visit.PressAsync("Escape");
        await Visit.CountsAsync(visit.Dialog, 0);
        Assert.True((await visit.FocusAsync("[data-testid=run-cancel]")).There, "The focus is not given back.");

        await AskAsync(visit);
        await visit.WalkToAsync($"{Dialog} .mud-message-box__yes-button");
        await visit.PressAsync("Enter");
        await Visit.ShowsAsync(visit.Field("run-state").First, "Cancelled");
    }

    private static async Task AskAsync(Visit visit)
    {
        await visit.WalkToAsync("[data-testid=run-cancel]");
        await visit.PressAsync("Enter");
        await visit.Dialog.WaitForAsync();
    }
}
