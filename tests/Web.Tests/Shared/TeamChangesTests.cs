using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts.Teams;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Tests.Shared;

/// <summary>The feed of the team looked at.</summary>
public sealed class TeamChangesTests : Page
{
    [Fact]
    public async Task Who_was_removed_from_the_team_while_no_connection_told_of_it_looks_at_another()
    {
        // A server without a hub: the feed asks over REST whether it is lost or over.
        var server = new Answers { ["GET teams"] = new[] { new TeamSummary("meadow", "meadow", TeamRole.Owner) }, ["GET me"] = Things.Visitor("meadow") };
        Services.AddSingleton(new WarpGradClient(
            new HttpClient(server) { BaseAddress = new Uri("http://nowhere.invalid/") }, new WarpGradClientOptions { HubMessageHandler = () => server })).AddScoped<TeamChanges>();
        var session = Services.GetRequiredService<Session>();
        await session.SignedInAsync(Things.Visitor("stable", "meadow"));
        Assert.Equal("stable", session.TeamSlug);

        Services.GetRequiredService<TeamChanges>();

        for (var waited = 0; session.TeamSlug != "meadow" && waited < 100; waited++)
            await Task.Delay(100);
        Assert.Equal("meadow", session.TeamSlug);
    }
}
