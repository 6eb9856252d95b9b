using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Models;

namespace WarpGrad.Web.Tests.Models;

/// <summary>What a model says about itself.</summary>
public sealed class CardPanelTests : Page
{
    private readonly Answers _server = new();

    public CardPanelTests() => Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") })).AddSingleton(TimeProvider.System);

    [Fact]
    public void A_new_version_brings_its_card_where_the_newest_was_looked_at()
    {
        var first = Things.Version(new RunSpec()).Summary;
        Answer("latest", "Horses, version 1");
        Answer("1", "Horses, version 1");
        Render<MudBlazor.MudPopoverProvider>();
        var panel = Render<CardPanel>(set => set.Add(p => p.Team, "farm").Add(p => p.Model, "horses").Add(p => p.Versions, [first]));
        panel.WaitForAssertion(() => Assert.Contains("Horses, version 1", panel.Markup, StringComparison.Ordinal));

        Answer("latest", "Horses, version 2");
        panel.Render(set => set.Add(p => p.Versions, [first with { Number = 2 }, first]));
        panel.WaitForAssertion(() => Assert.Contains("Horses, version 2", panel.Markup, StringComparison.Ordinal));

        panel.Find("[data-testid=card-version]").Change("1");
        panel.WaitForAssertion(() => Assert.Contains("Horses, version 1", panel.Markup, StringComparison.Ordinal));
        Answer("latest", "Horses, version 3");
        panel.Render(set => set.Add(p => p.Versions, [first with { Number = 3 }, first with { Number = 2 }, first]));
        Assert.Contains("Horses, version 1", panel.Markup, StringComparison.Ordinal);
    }

    private void Answer(string version, string title) => _server[$"GET models/farm/horses/versions/{version}/card"] = new ModelCard(title, [], "", "");
}
