namespace WarpGrad.EndToEnd.Tests;

/// <summary>What somebody waits for who comes for the first time.</summary>
[Collection(SiteCollection.Name)]
public sealed class FirstLoadTests(Site site)
{
    private const long MostBytes = 5_000_000;

    [Fact]
    public async Task The_first_visit_moves_at_most_five_megabytes()
    {
        await using var visit = await site.StrangerAsync();
        await visit.GoAsync("");
        await visit.Field("signin-email").FillAsync("somebody@example.org");

        Assert.InRange(await visit.BytesAsync(), 1_000_000, MostBytes);
        visit.AssertClean();
    }
}
