using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Web.Datasets;
using WarpGrad.Web.Shared.Charts;

namespace WarpGrad.Web.Tests.Datasets;

/// <summary>The grid of a dataset's classes.</summary>
public sealed class ClassTableTests : Page
{
    private static readonly Guid Dataset = Guid.NewGuid();

    private readonly Answers _server = new();

    public ClassTableTests() =>
        Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }));

    [Fact]
    public async Task Classes_of_every_page_of_the_answer_are_there_under_their_groups_and_are_searched_by_name_and_group()
    {
        _server[$"GET datasets/{Dataset}/classes?limit=200"] = new Page<DatasetClass>([Of(0, "Greek", "alpha"), Of(1, "Greek", "beta")], "1");
        _server[$"GET datasets/{Dataset}/classes?cursor=1&limit=200"] = new Page<DatasetClass>([Of(2, "Latin", "c")], null);

        var table = Render<ClassTable>(parameters => parameters.Add(table => table.Dataset, Dataset));
        table.WaitForElement(".measured");
        var box = table.FindComponent<MeasuredBox>();
        await box.InvokeAsync(() => box.Instance.WidthChanged(700));
        table.WaitForAssertion(() => Assert.Equal(["alpha", "beta", "c"], Names(table)));
        Assert.Equal(["Greek", "Latin"], table.FindAll("h3").Select(heading => heading.FirstChild!.TextContent.Trim()));
        // Two columns fit, so both of a group stand in one row.
        Assert.Equal([2, 1], table.FindAll(".classes").Select(row => row.ChildElementCount));

        table.Find("[data-testid=class-search]").Input("gree");
        Assert.Equal(["alpha", "beta"], Names(table));
        table.Find("[data-testid=class-search]").Input("C");
        Assert.Equal(["c"], Names(table));
        table.Find("[data-testid=class-search]").Input("nothing");
        Assert.Empty(Names(table));
    }

    [Fact]
    public async Task Of_thousands_only_some_are_in_the_document()
    {
        _server[$"GET datasets/{Dataset}/classes"] = new Page<DatasetClass>([.. Enumerable.Range(0, 5000).Select(index => Of(index, "", $"class {index}"))], null);
        var table = Render<ClassTable>(parameters => parameters.Add(table => table.Dataset, Dataset));
        table.WaitForElement(".measured");
        var box = table.FindComponent<MeasuredBox>();
        await box.InvokeAsync(() => box.Instance.WidthChanged(300));
        table.WaitForAssertion(() => Assert.InRange(table.FindAll("[data-testid=class-item]").Count, 1, 500));
    }

    private static DatasetClass Of(int index, string group, string name) => new(index, group, name, ClassSplit.Train, index * 10, 10);

    private static IEnumerable<string> Names(IRenderedComponent<ClassTable> table) => table.FindAll("figcaption span:first-child").Select(name => name.TextContent);
}
