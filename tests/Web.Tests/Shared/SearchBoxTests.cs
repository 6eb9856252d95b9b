using Bunit;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.Tests.Shared;

/// <summary>What was typed is told once the typing pauses.</summary>
public sealed class SearchBoxTests : Page
{
    [Fact]
    public async Task Who_has_left_the_page_is_not_led_back_by_what_they_typed()
    {
        var told = new List<string>();
        var box = Render<SearchBox>(set => set.Add(b => b.Label, "Search").Add(b => b.ValueChanged, told.Add));

        var first = box.Find("input").InputAsync("hors");
        await first;
        var last = box.Find("input").InputAsync("horses");
        await DisposeComponentsAsync();
        await last;

        Assert.Equal(["hors"], told);
    }
}
