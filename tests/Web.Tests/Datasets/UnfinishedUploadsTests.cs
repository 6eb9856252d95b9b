using System.Net;
using System.Net.Http.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Uploads;
using WarpGrad.Web.Datasets;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Tests.Datasets;

/// <summary>What earlier visits left on the way, as the page lists it.</summary>
public sealed class UnfinishedUploadsTests : Page
{
    private readonly Uploads _server = new();

    public UnfinishedUploadsTests() =>
        Services.AddSingleton(new WarpGradClient(new HttpClient(_server) { BaseAddress = new Uri("http://nowhere.invalid/") })).AddSingleton(TimeProvider.System);

    [Fact]
    public async Task Files_on_their_way_are_listed_from_every_page_of_the_answer_and_those_that_became_datasets_are_not()
    {
        _server.All = [On("horses", 40), On("cows", 100, Guid.NewGuid()), On("goats", 7)];

        var list = await ShowAsync();

        var rows = list.FindAll("[data-testid=unfinished-upload]");
        Assert.Equal(["horses", "goats"], rows.Select(row => row.Children[0].TextContent));
        Assert.Contains("40 B of 100 B", rows[0].TextContent.Replace('\u202f', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_left_nothing_is_said()
    {
        _server.All = [On("cows", 100, Guid.NewGuid())];
        Assert.Equal("", (await ShowAsync()).Markup.Trim());
    }

    [Theory]
    [InlineData("yes", new[] { "goats" })]
    [InlineData("cancel", new[] { "horses", "goats" })]
    public async Task An_upload_is_stopped_only_by_who_says_so_twice(string answer, string[] left)
    {
        _server.All = [On("horses", 40), On("goats", 7)];
        var dialogs = Render<MudDialogProvider>();
        var list = await ShowAsync();

        var stopping = list.Find("[data-testid=unfinished-stop]").ClickAsync();
        await (await dialogs.WaitForElementAsync($".mud-message-box__{answer}-button")).ClickAsync();
        await stopping;

        list.WaitForAssertion(() => Assert.Equal(left, list.FindAll("[data-testid=unfinished-upload]").Select(row => row.Children[0].TextContent)));
    }

    private async Task<IRenderedComponent<UnfinishedUploads>> ShowAsync()
    {
        await Services.GetRequiredService<Session>().SignedInAsync(new Me(Guid.NewGuid(), "", "", false, [new TeamSummary("stable", "Stable", TeamRole.Member)]));
        var list = Render<UnfinishedUploads>();
        list.WaitForState(() => _server.Asked > 0);
        return list;
    }

    private static UploadSummary On(string name, long offset, Guid? dataset = null) =>
        new(Guid.NewGuid(), name, offset, 100, dataset, DateTimeOffset.UtcNow.AddDays(1), DateTimeOffset.UtcNow, "Ada");

    /// <summary>A server that has uploads, of which it tells one a page.</summary>
    private sealed class Uploads : HttpMessageHandler
    {
        public List<UploadSummary> All { get; set; } = [];

        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!;
            if (request.Method == HttpMethod.Delete && All.RemoveAll(upload => address.AbsolutePath.EndsWith($"/uploads/{upload.Id}", StringComparison.Ordinal)) == 1)
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
            if (request.Method != HttpMethod.Get || address.AbsolutePath != "/api/v1/teams/stable/uploads")
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
            var at = address.Query.Length > 0 ? int.Parse(address.Query.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
            Asked += at + 1 >= All.Count ? 1 : 0;
            var page = new Page<UploadSummary>([.. All.Skip(at).Take(1)], at + 1 < All.Count ? $"{at + 1}" : null);
            return Task.FromResult(new HttpResponseMessage { Content = JsonContent.Create(page) });
        }
    }
}
