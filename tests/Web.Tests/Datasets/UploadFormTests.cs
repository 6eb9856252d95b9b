using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Uploads;
using WarpGrad.Web.Datasets;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Tests.Datasets;

/// <summary>A dataset's file on its way, as the page tells of it.</summary>
public sealed class UploadFormTests : Page
{
    private readonly BunitJSModuleInterop _parts;

    public UploadFormTests()
    {
        var browser = JSInterop.SetupModule("./js/browser.js");
        browser.Mode = JSRuntimeMode.Loose;
        browser.Setup<ChosenFile?>("chosenFile", _ => true).SetResult(new ChosenFile("horses.zip", 100));
        JSInterop.SetupModule("./js/folderZip.js").Mode = JSRuntimeMode.Loose;
        _parts = JSInterop.SetupModule("./js/uploadInParts.js");
        _parts.SetupModule(invocation => invocation.Identifier == "uploadInParts").Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_waited_for_and_the_notice_goes_when_bytes_go_on()
    {
        var (form, upload) = await SendAsync();
        Assert.Empty(Notices());

        await form.InvokeAsync(() => upload.Progressed(40, 100));
        await form.InvokeAsync(() => upload.Waits(true));
        Assert.Contains("goes on by itself", Assert.Single(Notices()).TextContent, StringComparison.Ordinal);
        Assert.Equal("40", form.Find("[data-testid=dataset-upload-progress]").GetAttribute("aria-valuenow"));
        Assert.Empty(form.FindAll("[data-testid=dataset-upload-error]"));

        await form.InvokeAsync(() => upload.Progressed(60, 100));
        Assert.Empty(Notices());

        IReadOnlyList<AngleSharp.Dom.IElement> Notices() => [.. form.FindAll("[data-testid=dataset-upload-waiting]")];
    }

    [Fact]
    public async Task A_file_that_was_changed_meanwhile_is_to_be_chosen_again()
    {
        var (form, upload) = await SendAsync();

        await form.InvokeAsync(() => upload.Finished(-2, ""));

        Assert.Contains("Choose it again", form.Find("[data-testid=dataset-upload-error]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unfinished_files_are_those_of_the_team_looked_at()
    {
        var server = new Answers();
        Services.AddSingleton(new WarpGradClient(new HttpClient(server) { BaseAddress = new Uri("http://nowhere.invalid/") })).AddSingleton(TimeProvider.System);
        foreach (var team in new[] { "stable", "meadow" })
            server[$"GET teams/{team}/uploads"] = new Page<UploadSummary>(
                [new(Guid.NewGuid(), $"of the {team}", 40, 100, null, DateTimeOffset.UtcNow.AddDays(1), DateTimeOffset.UtcNow, "Ada")], null);
        var session = Services.GetRequiredService<Session>();
        await session.SignedInAsync(Things.Visitor("stable", "meadow"));
        var form = Render<UploadForm>();
        form.WaitForAssertion(() => Assert.Equal("of the stable", form.Find("[data-testid=unfinished-upload] td").TextContent));

        await form.InvokeAsync(() => session.ChooseTeamAsync(session.Me!.Teams[1]));
        form.Render();

        form.WaitForAssertion(() => Assert.Equal("of the meadow", Assert.Single(form.FindAll("[data-testid=unfinished-upload]")).Children[0].TextContent));
    }

    private async Task<(IRenderedComponent<UploadForm> Form, FileUpload Upload)> SendAsync()
    {
        await Services.GetRequiredService<Session>().SignedInAsync(new Me(Guid.NewGuid(), "", "", false, [new TeamSummary("stable", "Stable", TeamRole.Member)]));
        var form = Render<UploadForm>(parameters => parameters.Add(f => f.Open, true));
        await form.Find("[data-testid=dataset-file]").ChangeAsync(new ChangeEventArgs());
        await form.Find("form").SubmitAsync();
        var sent = Assert.Single(_parts.Invocations["uploadInParts"]);
        Assert.Equal("api/v1/teams/stable/uploads", sent.Arguments[1]);
        Assert.Equal("horses", Assert.IsType<Dictionary<string, string>>(sent.Arguments[2])["name"]);
        return (form, Assert.IsType<DotNetObjectReference<FileUpload>>(sent.Arguments[3]).Value);
    }
}
