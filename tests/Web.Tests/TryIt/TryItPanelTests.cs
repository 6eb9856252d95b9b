using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Runs;
using WarpGrad.Web.SignIn;
using WarpGrad.Web.TryIt;

namespace WarpGrad.Web.Tests.TryIt;

/// <summary>Adaptations that are opened again.</summary>
public sealed class TryItPanelTests : Page
{
    private readonly Answers _server = new();

    public TryItPanelTests() => Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }));

    [Fact]
    public async Task One_that_was_opened_and_deleted_cannot_be_kept_for_what_it_was_made_of_is_not_here()
    {
        var kept = new KeptAdaptation("hooves", 5, 1, DateTimeOffset.UtcNow.AddDays(1));
        var opened = new AdaptationSummary(Guid.NewGuid(), "hooves", "farm/waves", 1, AdaptationState.Done, kept, DateTimeOffset.UtcNow);
        var answer = new AdaptAndPredictResponse(opened.Id, "farm/waves", 1, [], [], [1, 0.5], new AdaptationTimings(0, 1, 1), Steps: 1);
        _server["GET teams/stable/adaptations"] = new Page<AdaptationSummary>([opened], null);
        _server[$"GET adaptations/{opened.Id}"] = new AdaptationDetail(opened.Id, AdaptationState.Done, answer, null, DateTimeOffset.UtcNow, kept);
        _server[$"DELETE adaptations/{opened.Id}"] = "";
        await Services.GetRequiredService<Session>().SignedInAsync(Things.Visitor("stable"));
        Render<MudBlazor.MudPopoverProvider>();
        var panel = Render<TryItPanel>(set => set
            .Add(p => p.Model, new ModelDetail(Things.Model("farm", "waves", TaskFamily.Sinusoids), "", [], []))
            .Add(p => p.Version, Things.Version(SpecJson.TryRead(FamilyBases.Of(TaskFamily.Sinusoids), out _)!)));

        panel.WaitForElement("[data-testid=tryit-kept-open]").Click();
        _server["GET teams/stable/adaptations"] = new Page<AdaptationSummary>([], null);
        panel.WaitForElement("[data-testid=tryit-forget]").Click();

        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("[data-testid=tryit-forget]")));
        Assert.Contains(_server.Asked, asked => asked.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.Contains("Adapted in", panel.Find("[data-testid=tryit-answer]").TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(panel.FindAll("[data-testid=tryit-keep]"));
    }
}
