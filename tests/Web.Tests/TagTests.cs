using Bunit;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Tests;

public sealed class TagTests : Page
{
    [Fact]
    public void Tags_are_read_as_they_were_written() =>
        Assert.Equal(["few shots", "thesis"], TagText.Read(TagText.Write(["few shots", "thesis"]) + ", ,"));

    [Fact]
    public void A_tag_leads_to_the_list_where_nobody_listens() =>
        Assert.Equal("/runs?tag=r%26d", List().Find("a").GetAttribute("href"));

    [Fact]
    public void A_tag_is_chosen_where_somebody_listens()
    {
        string? chosen = null;
        List(tag => chosen = tag).Find("button").Click();
        Assert.Equal("r&d", chosen);
    }

    [Fact]
    public void A_tag_that_comes_later_is_shown_in_its_place()
    {
        var list = List();
        list.Render(parameters => parameters.Add(p => p.Tags, ["beta", "r&d"]));
        Assert.Equal(["beta", "r&d"], list.FindAll("a").Select(tag => tag.TextContent));
    }

    private IRenderedComponent<TagList> List(Action<string>? chosen = null) => Render<TagList>(parameters =>
    {
        parameters.Add(p => p.Tags, ["r&d"]).Add(p => p.Means, "Show runs with this tag").Add(p => p.Page, "/runs");
        if (chosen is not null)
            parameters.Add(p => p.Chosen, chosen);
    });
}
