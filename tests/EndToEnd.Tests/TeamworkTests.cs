using Microsoft.Playwright;
using WarpGrad.TestSupport;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>Two people in two browsers: an invitation, a shared model, a fork of it.</summary>
[Collection(SiteCollection.Name)]
public sealed class TeamworkTests(Site site)
{
    [Fact]
    public async Task Who_is_invited_joins_and_trains_on_from_a_model_that_is_shared_with_their_own_team()
    {
        await using var owner = await site.VisitAsync();
        await using var guest = await site.StrangerAsync();
        var model = await TrainAsync(owner);
        await JoinAsync(owner, guest);
        await FoundAsync(guest, "Guests");
        await ShareAsync(owner, model);
        await ForkAsync(guest, model);
        await AuditAsync(owner);

        owner.AssertClean();
        guest.AssertClean();
    }

    private static async Task<string> TrainAsync(Visit owner)
    {
        await owner.TrainAsync(
            "sinusoids", "sinusoid", "Shared waves",
            [("outerLoop.metaSteps", "10"), ("learner.filters", "8"), ("evaluation.interval", "5"), ("evaluation.tasks", "4"), ("evaluation.finalTasks", "10")]);
        await owner.Field("run-model").ClickAsync();
        await owner.Field("alias-name").FillAsync("production");
        await owner.Field("alias-set").ClickAsync();
        await Assertions.Expect(owner.Field("alias")).ToContainTextAsync("production");
        await owner.Field("model-edit").ClickAsync();
        await owner.Field("model-description").FillAsync("Fits **waves**. <img src=x onerror=\"document.title='broken'\"> [no](javascript:alert(1))");
        await owner.Field("model-license").FillAsync("CC BY 4.0");
        await owner.Field("model-save").ClickAsync();
        await Assertions.Expect(owner.Field("model-about").Locator("strong")).ToHaveTextAsync("waves");
        await Visit.CountsAsync(owner.Field("model-about").Locator("img, a[href^=javascript]"), 0);
        return owner.Address.AbsolutePath.TrimStart('/');
    }

    private static async Task JoinAsync(Visit owner, Visit guest)
    {
        await owner.TurnToAsync("team?tab=invitations");
        await owner.Field("invitation-note").FillAsync("Grace");
        await owner.Field("invitation-create").ClickAsync();
        var link = await owner.Field("invitation-link").InnerTextAsync();
        await owner.ShootAsync("invitation");

        await guest.GoAsync(new Uri(link).PathAndQuery + new Uri(link).Fragment);
        await Assertions.Expect(guest.Field("invitation-offer")).ToContainTextAsync("Letters");
        await guest.ShootAsync("joining");
        await guest.Field("register-email").FillAsync("grace@example.org");
        await guest.Field("register-password").FillAsync(Product.Password);
        await guest.Field("register-submit").ClickAsync();
        await guest.Field("user-menu").First.WaitForAsync();
        await guest.GoAsync("team");
        await Visit.CountsAsync(guest.Field("member-row"), 2);
        await owner.TurnToAsync("team");
        await Assertions.Expect(owner.Field("member-row").Filter(new() { HasText = "grace@example.org" })).ToBeVisibleAsync();
        await owner.ShootAsync("team");
    }

    private static async Task FoundAsync(Visit guest, string name)
    {
        await guest.TurnToAsync("team?tab=settings");
        await guest.Field("found-team-name").FillAsync(name);
        await guest.Field("found-team").ClickAsync();
        await Assertions.Expect(guest.Field("team-switch")).ToContainTextAsync(name);
    }

    private static async Task ShareAsync(Visit owner, string model)
    {
        await owner.TurnToAsync($"{model}?tab=access");
        await owner.Field("share-team").FillAsync("guests");
        await owner.Field("share-add").ClickAsync();
        await Visit.CountsAsync(owner.Field("share-row"), 1);
        await owner.ShootAsync("sharing");
    }

    private static async Task ForkAsync(Visit guest, string model)
    {
        await guest.GoAsync($"{model}?tab=card");
        await Assertions.Expect(guest.Field("model-card")).ToContainTextAsync("Mean squared error");
        await guest.ShootAsync("card");
        await guest.TurnToAsync(model);
        await guest.Field("model-star").ClickAsync();
        await guest.Field("model-fork").ClickAsync();
        await guest.Field("fork-team").SelectOptionAsync(new SelectOptionValue { Label = "Guests" });
        await guest.Field("fork-name").FillAsync("My waves");
        await guest.Field("fork-start").ClickAsync();
        await Visit.ShowsAsync(guest.Field("run-state").First, "Succeeded");
        await guest.Field("run-model").ClickAsync();
        await guest.TurnToAsync($"{guest.Address.AbsolutePath.TrimStart('/')}?tab=lineage");
        await Assertions.Expect(guest.Field("lineage-node").Filter(new() { HasText = "Shared waves, version 1" })).ToBeVisibleAsync();
        await guest.ShootAsync("lineage");
    }

    private static async Task AuditAsync(Visit owner)
    {
        await owner.TurnToAsync("team?tab=audit");
        await Assertions.Expect(owner.Field("audit-row").Filter(new() { HasText = "grace@example.org" }).First).ToBeVisibleAsync();
        await owner.ShootAsync("audit");
    }
}
