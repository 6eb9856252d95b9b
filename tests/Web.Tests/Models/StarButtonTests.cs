using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Models;

namespace WarpGrad.Web.Tests.Models;

/// <summary>Marking a model.</summary>
public sealed class StarButtonTests : Page
{
    [Fact]
    public void A_star_that_was_given_stays_when_the_page_around_it_is_drawn_again_and_yields_to_what_the_server_tells()
    {
        var server = new Answers { ["PUT models/farm/horses/star"] = "" };
        Services.AddSingleton(new WarpGradClient(new HttpClient(server) { BaseAddress = new Uri("http://nowhere.invalid/") }));
        var model = Things.Model("farm", "horses", TaskFamily.Sinusoids);
        var button = Render<StarButton>(set => set.Add(b => b.Model, model));

        button.Find("button").Click();
        button.WaitForAssertion(() => Assert.Equal("true", button.Find("button").GetAttribute("aria-pressed")));
        button.Render(set => set.Add(b => b.Model, model));

        Assert.Equal("true", button.Find("button").GetAttribute("aria-pressed"));
        button.Render(set => set.Add(b => b.Model, model with { Stars = 7 }));
        Assert.Contains("7", button.Find("button").TextContent, StringComparison.Ordinal);
    }
}
