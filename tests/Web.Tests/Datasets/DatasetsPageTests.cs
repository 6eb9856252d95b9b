using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Uploads;
using WarpGrad.Web.Datasets;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Tests.Datasets;

/// <summary>Datasets of the team looked at.</summary>
public sealed class DatasetsPageTests : Page
{
    private readonly Answers _server = new();

    public DatasetsPageTests() => Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") }))
        .AddSingleton(TimeProvider.System).AddScoped<TeamChanges>();

    [Fact]
    public async Task A_dataset_that_is_ready_after_its_team_was_left_is_not_listed_with_those_of_another()
    {
        var made = new TaskCompletionSource<object>();
        _server["GET teams/stable/datasets"] = new Page<DatasetSummary>([Things.Dataset("horses")], null);
        _server["GET teams/meadow/datasets"] = new Page<DatasetSummary>([Things.Dataset("cows", "meadow")], null);
        _server["GET teams/stable/uploads"] = new Page<UploadSummary>([], null);
        _server["GET teams/meadow/uploads"] = new Page<UploadSummary>([], null);
        _server["GET datasets/shared"] = new Page<DatasetSummary>([], null);
        _server["POST teams/stable/datasets/generated"] = made.Task;
        var session = Services.GetRequiredService<Session>();
        await session.SignedInAsync(Things.Visitor("stable", "meadow"));
        var page = Render<DatasetsPage>();
        page.WaitForAssertion(() => Assert.Equal(["horses"], Listed()));

        var making = page.Find("[data-testid=dataset-glyphs]").ClickAsync();
        await page.InvokeAsync(() => session.ChooseTeamAsync(session.Me!.Teams[1]));
        page.WaitForAssertion(() => Assert.Equal(["cows"], Listed()));
        made.SetResult(Things.Dataset("glyphs"));
        await making;

        Assert.Contains(_server.Asked, asked => asked.StartsWith("POST", StringComparison.Ordinal));
        Assert.Equal(["cows"], Listed());

        IEnumerable<string> Listed() => page.FindAll("[data-testid=dataset-row] a").Select(name => name.TextContent);
    }
}
