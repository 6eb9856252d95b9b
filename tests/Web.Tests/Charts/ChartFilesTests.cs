using System.Xml.Linq;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Runs;
using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Tests.Charts;

/// <summary>What a chart hands out as files.</summary>
public sealed class ChartFilesTests : Page
{
    private readonly Answers _server = new();
    private readonly BunitJSModuleInterop _browser;
    private readonly IRenderedComponent<MudBlazor.MudPopoverProvider> _menus;

    public ChartFilesTests()
    {
        Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") })).AddSingleton(TimeProvider.System);
        _browser = JSInterop.SetupModule("./js/browser.js");
        _browser.Mode = JSRuntimeMode.Loose;
        _menus = Render<MudBlazor.MudPopoverProvider>();
    }

    [Fact]
    public async Task A_picture_has_title_names_of_axes_and_a_legend_that_tells_its_lines_apart()
    {
        var chart = Render<LineChart>(parameters => parameters
            .Add(chart => chart.Title, "Squared error")
            .Add(chart => chart.Subject, "first <try>")
            .Add(chart => chart.Series, [new ChartSeries("one & only", Ramp(600), 1), new ChartSeries("another", Ramp(30), 3, Dashed: true), new ChartSeries("nothing yet", [], 4)]));

        var svg = XDocument.Parse((string)(await SavedAsync(chart, "svg", "savePicture"))[0]!).Root!;

        var texts = svg.Descendants().Where(part => part.Name.LocalName == "text").Select(part => part.Value).ToList();
        Assert.Equal("first <try>: Squared error", texts[0]);
        Assert.Contains("Squared error", texts);
        Assert.Contains("meta-steps", texts);
        Assert.Contains("one & only", texts);
        Assert.Contains("another", texts);
        Assert.DoesNotContain("nothing yet", texts);
        var lines = svg.Descendants().Where(part => part.Name.LocalName == "path").ToList();
        Assert.Equal(["var(--chart-1)", "var(--chart-3)"], lines.Select(line => line.Attribute("stroke")!.Value));
        Assert.Equal([null, "4 4"], lines.Select(line => line.Attribute("stroke-dasharray")?.Value));
    }

    [Fact]
    public async Task A_table_has_all_points_of_all_runs_in_columns_that_say_whose_they_are()
    {
        var (own, other) = (Things.Run("mine"), Things.Run("yours"));
        var name = MetricNames.ValidationAfter(Measure.Error);
        foreach (var run in new[] { own, other })
        {
            _server[$"GET runs/{run.Id}"] = new RunDetail(run, new RunSpec(), null, "1.0", 5, null);
            _server[$"GET runs/{run.Id}/metrics"] = Array.Empty<MetricSeries>();
        }

        _server[$"GET runs/{own.Id}/metrics?all=true"] = new[] { new MetricSeries(name, Ramp(2000)) };
        _server[$"GET runs/{other.Id}/metrics?all=true"] = new[] { new MetricSeries(name, [new MetricPoint(1, 0.25)]) };
        var story = new RunStory();
        story.Begin(5, [new MetricSeries(name, Ramp(30))], null);
        var curves = Render<RunCurves>(parameters => parameters
            .Add(curves => curves.Story, story).Add(curves => curves.Run, own.Id).Add(curves => curves.Name, "mine").Add(curves => curves.Measure, Measure.Error).Add(curves => curves.Others, [other]));

        var saved = await SavedAsync(curves, "csv", "saveText");

        Assert.Equal("mine-mean-squared-error.csv", saved[0]);
        var rows = ((string)saved[2]!).TrimEnd('\n').Split('\n');
        Assert.Equal("meta-steps,\"mine: validation, adapted\",\"yours, validation\"", rows[0]);
        Assert.Equal(2001, rows.Length);
        Assert.Equal("0,1,", rows[1]);
        Assert.Equal("1,2,0.25", rows[2]);
    }

    [Fact]
    public void A_column_whose_name_begins_like_a_formula_is_no_formula_to_a_spreadsheet() =>
        Assert.StartsWith("meta-steps,\"'=cmd(), adapted\",'+1\n", ChartCsv.Of("meta-steps", [new ChartSeries("=cmd(), adapted", Ramp(1), 1), new ChartSeries("+1", Ramp(1), 2)]), StringComparison.Ordinal);

    private static MetricPoint[] Ramp(int points) => [.. Enumerable.Range(0, points).Select(step => new MetricPoint(step, step + 1))];

    private async Task<IReadOnlyList<object?>> SavedAsync<T>(IRenderedComponent<T> page, string kind, string by) where T : Microsoft.AspNetCore.Components.IComponent
    {
        await page.Find(".chart-save button").ClickAsync();
        await (await _menus.WaitForElementAsync($"[data-testid=chart-save-{kind}]")).ClickAsync();
        _menus.WaitForState(() => _browser.Invocations[by].Count > 0);
        return _browser.Invocations[by][0].Arguments;
    }
}
