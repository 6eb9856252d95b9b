using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WarpGrad.Contracts.Runs;
using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Tests.Charts;

public sealed class LineChartTests : Page
{
    private const int Width = 662;

    public LineChartTests() => Render<MudBlazor.MudPopoverProvider>();

    [Fact]
    public void A_long_series_is_drawn_with_few_points_and_all_its_spikes()
    {
        var chart = Chart(new ChartSeries("loss", [.. Enumerable.Range(0, 50_000).Select(step => new MetricPoint(step, step == 31_337 ? 99 : 1))], 1));

        Assert.InRange(Drawn(chart), 2, 500);
        Assert.Contains("100", chart.FindAll("text").Select(text => text.TextContent));
    }

    [Fact]
    public async Task Dragging_over_a_stretch_shows_it_and_a_double_click_shows_all()
    {
        var chart = Chart(Ramp());
        var over = chart.Find(".hover");

        // The plot is 600 pixels wide and begins at 48, so these are steps 100 and 200 of 1,000.
        await over.PointerDownAsync(new PointerEventArgs { OffsetX = 108 });
        await over.PointerMoveAsync(new PointerEventArgs { OffsetX = 168 });
        Assert.Single(chart.FindAll(".band"));
        await over.PointerUpAsync(new PointerEventArgs { OffsetX = 168 });
        Assert.Equal(101, Drawn(chart));

        await chart.Find(".hover").DoubleClickAsync(new MouseEventArgs());
        Assert.Equal(500, Drawn(chart));
    }

    [Fact]
    public void A_click_does_not_zoom()
    {
        var chart = Chart(Ramp());
        chart.Find(".hover").PointerDown(new PointerEventArgs { OffsetX = 108 });
        chart.Find(".hover").PointerUp(new PointerEventArgs { OffsetX = 110 });
        Assert.Equal(500, Drawn(chart));
    }

    [Fact]
    public void Buttons_zoom_too()
    {
        var chart = Chart(Ramp());
        chart.Find("[data-testid=chart-zoom-in]").Click();
        chart.Find("[data-testid=chart-zoom-in]").Click();
        Assert.Equal(251, Drawn(chart));
        chart.Find("[data-testid=chart-zoom-reset]").Click();
        Assert.Equal(500, Drawn(chart));
        Assert.Empty(chart.FindAll("[data-testid=chart-zoom-reset]"));
    }

    [Fact]
    public void Keys_tell_values_and_zoom()
    {
        var chart = Chart(new ChartSeries("loss", [.. Enumerable.Range(1, 30).Select(step => new MetricPoint(step, 100 + step))], 1));

        chart.Find(".hover").KeyDown("ArrowRight");
        chart.Find(".hover").KeyDown("ArrowRight");
        Assert.Contains("102", chart.Find("[role=status]").TextContent, StringComparison.Ordinal);

        chart.Find(".hover").KeyDown("+");
        Assert.InRange(Drawn(chart), 2, 29);
        chart.Find(".hover").KeyDown("0");
        Assert.Equal(30, Drawn(chart));
    }

    [Fact]
    public void The_axis_can_be_logarithmic_only_above_zero()
    {
        Assert.Contains("log axis", Chart(Ramp(from: 1)).Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("log axis", Chart(Ramp(from: 0)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void What_ran_away_is_left_out_and_the_rest_is_drawn_on_its_own_scale()
    {
        var chart = Chart(new ChartSeries("loss", [new(0, 0.3), new(1, 0.2), new(2, double.MaxValue), new(3, -double.MaxValue)], 1));

        Assert.Equal(2, chart.FindAll("circle").Count);
        Assert.DoesNotContain(chart.FindAll("text"), text => text.TextContent.Contains('e', StringComparison.Ordinal) && text.TextContent.Any(char.IsAsciiDigit));
    }

    [Fact]
    public void A_chart_of_nothing_but_what_ran_away_is_empty() => Assert.Empty(Chart(new ChartSeries("loss", [new(0, double.MaxValue), new(1, double.MaxValue)], 1)).FindAll("circle"));

    private static ChartSeries Ramp(int from = 1) => new("loss", [.. Enumerable.Range(0, 1001).Select(step => new MetricPoint(step, from + step))], 1);

    private static int Drawn(IRenderedComponent<LineChart> chart) =>
        int.Parse(chart.Find("figure").GetAttribute("data-points")!, System.Globalization.CultureInfo.InvariantCulture);

    private IRenderedComponent<LineChart> Chart(ChartSeries series)
    {
        var chart = Render<LineChart>(parameters => parameters.Add(p => p.Title, "Loss").Add(p => p.Log, false).Add(p => p.Series, [series]));
        chart.InvokeAsync(() => chart.FindComponent<MeasuredBox>().Instance.WidthChanged(Width));
        chart.WaitForElement(".hover");
        return chart;
    }
}
