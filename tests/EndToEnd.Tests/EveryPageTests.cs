using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WarpGrad.TestSupport;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>What holds for all pages: nothing that axe-core knows to be a hindrance, nothing that moves by itself, nothing wider than a phone.</summary>
[Collection(SiteCollection.Name)]
public sealed partial class EveryPageTests(Site site)
{
    private static readonly (int Width, int Height) Desk = (1440, 900), Phone = (390, 844);

    /// <summary>What can differ between light and dark: all else is the same page, and looking twice takes minutes.</summary>
    private static readonly string[] RulesOfLook = ["color-contrast", "link-in-text-block"];

    [Fact]
    public async Task Every_page_can_be_used_by_everybody_in_both_looks_and_on_a_phone()
    {
        var found = await Furniture.MakeAsync(site.Client, Site.Team);
        Assert.Equal(Routes().Order(), Stop.Inside(found).Concat(Stop.Outside(found)).Select(stop => stop.Route).Distinct().Order());

        var wrong = await Task.WhenAll(WalkInsideAsync(found), WalkOutsideAsync(found));
        Assert.True(wrong.All(lines => lines.Count == 0), string.Join('\n', wrong.SelectMany(lines => lines)));
    }

    [Fact]
    public async Task What_hinders_people_is_found_in_an_element_and_in_the_page_as_a_whole()
    {
        await using var visit = await site.StrangerAsync();
        await visit.GoAsync("sign-in");
        await visit.Field("signin-email").WaitForAsync();
        await visit.AskAsync<string>("document.querySelector('main, #app').insertAdjacentHTML('beforeend', '<img src=\"favicon.svg\"><p style=\"color: #ccc\">pale</p>'), document.title = ''");

        var found = await visit.FindingsAsync();

        Assert.All(new[] { "image-alt: ", "color-contrast: ", "document-title: " }, rule => Assert.Contains(found, finding => finding.StartsWith(rule, StringComparison.Ordinal)));
    }

    private async Task<List<string>> WalkInsideAsync(Furniture found)
    {
        List<string> wrong = [];
        await using var visit = await site.VisitAsync(ColorScheme.Light);
        await visit.GoAsync("");
        await visit.Field("user-menu").First.WaitForAsync();
        var look = ColorScheme.Light;
        foreach (var stop in Stop.Inside(found))
        {
            await visit.TurnToAsync(stop.Path);
            await LookAsync(visit, stop, look, wrong);
            // The next page comes in the look that this one has now: so every other page is dark from its beginning.
            look = look == ColorScheme.Light ? ColorScheme.Dark : ColorScheme.Light;
            await visit.ToggleLookAsync();
            await LookAsync(visit, stop, look, wrong);
        }

        visit.AssertClean();
        return wrong;
    }

    /// <summary>There is nothing to click for another look: these pages have the one that the browser prefers.</summary>
    private async Task<List<string>> WalkOutsideAsync(Furniture found)
    {
        List<string> wrong = [];
        await using var light = await site.StrangerAsync(ColorScheme.Light);
        await using var dark = await site.StrangerAsync(ColorScheme.Dark);
        await dark.GoAsync("");
        await dark.Field("signin-email").WaitForAsync();
        foreach (var stop in Stop.Outside(found))
        {
            await light.GoAsync(stop.Path);
            await LookAsync(light, stop, ColorScheme.Light, wrong);
            await dark.TurnToAsync(stop.Path);
            await LookAsync(dark, stop, ColorScheme.Dark, wrong);
        }

        light.AssertClean();
        dark.AssertClean();
        return wrong;
    }

    private static async Task LookAsync(Visit visit, Stop stop, ColorScheme look, List<string> wrong)
    {
        var name = $"{stop.Name}-{look.ToString().ToLowerInvariant()}";
        await visit.ReadAsync(stop);
        await visit.HasLookAsync(look);
        wrong.AddRange((await visit.FindingsAsync(look == ColorScheme.Dark ? RulesOfLook : [])).Select(finding => $"{name}: {finding}"));
        await visit.ShootAsync(name);
        if (look == ColorScheme.Dark)
            return;

        if (await visit.AskAsync<int>("document.getAnimations().filter(motion => motion.playState === 'running').length") is > 0 and var moving)
            wrong.Add($"{name}: {moving} things move, though motion is unwelcome");
        await visit.ResizeAsync(Phone.Width, Phone.Height);
        if (await visit.AskAsync<int>("document.documentElement.scrollWidth") is var width && width > Phone.Width)
            wrong.Add($"{name}: {width} pixels wide on a phone of {Phone.Width}");
        await visit.ShootAsync($"{name}-phone");
        await visit.ResizeAsync(Desk.Width, Desk.Height);
    }

    /// <summary>Routes of all pages in the source.</summary>
    private static IEnumerable<string> Routes() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Web"), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Page().Matches(File.ReadAllText(file)).Select(match => match.Groups["route"].Value));

    [GeneratedRegex("""^@page "(?<route>[^"]+)"\r?$""", RegexOptions.Multiline)]
    private static partial Regex Page();
}
