using System.IO.Compression;
using Microsoft.Playwright;
using WarpGrad.TestSupport;

namespace WarpGrad.EndToEnd.Tests;

/// <summary>Looking closely at a dataset that came as a folder: its tasks and its splits.</summary>
[Collection(SiteCollection.Name)]
public sealed class LookTests(Site site)
{
    [Fact]
    public async Task A_folder_becomes_a_dataset_whose_tasks_are_shown_and_whose_classes_change_their_split()
    {
        var folder = Directory.CreateTempSubdirectory("warpgrad-folder-");
        try
        {
            ZipFile.ExtractToDirectory(new MemoryStream(TinyImages.Zip()), folder.FullName);
            await using var visit = await site.VisitAsync();
            await visit.GoAsync("datasets");
            await visit.Field("dataset-glyphs").WaitForAsync();
            if (await visit.Field("dataset-open-upload").CountAsync() > 0)
                await visit.Field("dataset-open-upload").ClickAsync();
            await visit.Field("dataset-folder").SetInputFilesAsync(Path.Combine(folder.FullName, "drawings"));
            await visit.Field("dataset-name").FillAsync("From a folder");
            await visit.Field("dataset-upload").ClickAsync();
            await Visit.ShowsAsync(visit.Dataset("From a folder").GetByTestId("dataset-state"), "Ready");
            await visit.Dataset("From a folder").GetByRole(AriaRole.Link).First.ClickAsync();

            await Visit.CountsAsync(visit.Field("episode").Locator("section"), 5);
            var first = await visit.Field("episode").GetAttributeAsync("data-classes");
            await visit.Field("episode-next").ClickAsync();
            await Assertions.Expect(visit.Field("episode")).Not.ToHaveAttributeAsync("data-classes", first!);
            await Assertions.Expect(visit.Field("episode-proofs")).ToContainTextAsync("none is in both sets");
            await visit.ShootAsync("episode");

            await visit.Field("dataset-splits").ClickAsync();
            await visit.Field("split-search").FillAsync("character05");
            // The list follows once the typing has paused; whoever moves before moves all that is listed.
            await Visit.CountsAsync(visit.Field("splits").Locator(".row:not(.group)").Filter(new() { HasNotText = "character05" }), 0);
            await Assertions.Expect(visit.Field("splits").Locator(".row:not(.group)").First).ToContainTextAsync("character05");
            await visit.Field("split-move-listed").SelectOptionAsync("test");
            await visit.ShootAsync("splits");
            await visit.Field("split-save").ClickAsync();
            await Assertions.Expect(visit.Field("dataset-version")).ToContainTextAsync("Version 2");
            visit.AssertClean();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
