using System.Net;
using System.Text.Json;
using WarpGrad.Client;
using WarpGrad.Client.Runs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Looking for runs, and reading what they did in parts.</summary>
[Collection(ApiCollection.Name)]
public sealed class RunListTests(ApiFixture fixture)
{
    [Fact]
    public async Task Runs_are_found_by_family_states_and_text()
    {
        var mark = await MadeAsync(("a", "Succeeded", "Maze", 1), ("b_%", "Failed", "Maze", null), ("c", "Running", "Sinusoids", 2));

        Assert.Equal(["c", "b_%", "a"], await NamesAsync(mark, new RunQuery()));
        Assert.Equal(["b_%", "a"], await NamesAsync(mark, new RunQuery(TaskFamily.Maze)));
        Assert.Equal(["c", "b_%"], await NamesAsync(mark, new RunQuery(States: [RunState.Failed, RunState.Running])));
        Assert.Equal(["b_%"], await NamesAsync(mark, new RunQuery(Search: $"{mark} B_%")));
        Assert.Empty(await NamesAsync(mark, new RunQuery(TaskFamily.Sinusoids, [RunState.Failed])));
    }

    [Fact]
    public async Task Every_order_goes_on_from_page_to_page()
    {
        var mark = await MadeAsync(("c", "Succeeded", "Sinusoids", 0.3), ("a", "Failed", "Sinusoids", null), ("b", "Succeeded", "Sinusoids", 0.1), ("b", "Succeeded", "Sinusoids", 0.1), ("d", "Failed", "Sinusoids", null));

        foreach (var (sort, names) in new[] { (RunSort.Newest, "dbbac"), (RunSort.Oldest, "cabbd"), (RunSort.Name, "abbcd"), (RunSort.Score, "bbcda") })
        {
            var found = new List<RunSummary>();
            string? cursor = null;
            do
            {
                var page = await fixture.Client.Runs.ListAsync(Product.Team, new RunQuery(TaskFamily.Sinusoids, Search: mark, Sort: sort), cursor, limit: 2);
                found.AddRange(page.Items);
                cursor = page.Next;
            }
            while (cursor is not null);
            Assert.Equal(names, string.Concat(found.Select(run => run.Name[^1])));
            Assert.Equal(5, found.Select(run => run.Id).Distinct().Count());
        }
    }

    [Fact]
    public async Task The_best_score_is_the_highest_where_more_is_better()
    {
        var mark = await MadeAsync(("a", "Succeeded", "Maze", 1), ("b", "Succeeded", "Maze", 3), ("c", "Succeeded", "Maze", 2));

        Assert.Equal(["b", "c", "a"], await NamesAsync(mark, new RunQuery(TaskFamily.Maze, Sort: RunSort.Score)));
    }

    [Theory]
    [InlineData("state=asleep", "state")]
    [InlineData("family=chess", "family")]
    [InlineData("sort=backwards", "sort")]
    [InlineData("sort=score", "sort")]
    [InlineData("search=%00", "search")]
    [InlineData("sort=name&cursor=00000000-0000-0000-0000-000000000001", "cursor")]
    public async Task What_cannot_be_looked_for_is_refused(string query, string field)
    {
        using var http = fixture.Http();
        var refused = await http.GetAsync($"api/v1/teams/{Product.Team}/runs?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.True(JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task A_stretch_of_the_metrics_shows_more_of_it()
    {
        var run = await MeasuredAsync(5000);

        var whole = Assert.Single(await fixture.Client.Runs.MetricsAsync(run)).Points;
        Assert.InRange(whole.Count, 100, 500);
        Assert.Equal((1, 5000), (whole[0].Step, whole[^1].Step));
        Assert.Contains(whole, point => point == new MetricPoint(2500, 99));

        var stretch = Assert.Single(await fixture.Client.Runs.MetricsAsync(run, 2400, 2600)).Points;
        Assert.Equal(5000, Assert.Single(await fixture.Client.Runs.MetricsAsync(run, all: true)).Points.Count);
        Assert.Equal(Enumerable.Range(2400, 201).Select(step => (long)step), stretch.Select(point => point.Step));
        Assert.Empty(await fixture.Client.Runs.MetricsAsync(run, 9000, 9001));
        await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.MetricsAsync(run, 2, 1));
    }

    [Fact]
    public async Task Events_can_be_read_by_their_kinds()
    {
        var run = await MeasuredAsync(10);

        var rest = await fixture.Client.Runs.EventsAsync(run, kinds: RunEventKinds.All.Except([RunEventKinds.Metrics]));
        Assert.Equal([(11L, RunEventKinds.Log)], rest.Select(item => (item.N, item.Kind)));
        Assert.Equal(11, (await fixture.Client.Runs.EventsAsync(run)).Count);
        await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Runs.EventsAsync(run, kinds: ["gossip"]));
    }

    private async Task<List<string>> NamesAsync(string mark, RunQuery filter) =>
        await fixture.Client.Runs.AllAsync(Product.Team, filter with { Search = filter.Search ?? mark }).Select(run => run.Name[(mark.Length + 1)..]).ToListAsync();

    /// <summary>Puts runs into the database; their names begin with a text of their own, which is given back.</summary>
    private async Task<string> MadeAsync(params (string Name, string State, string Family, double? Score)[] runs)
    {
        var mark = Guid.NewGuid().ToString("N");
        foreach (var (name, state, family, score) in runs)
            await NewRunAsync($"{mark} {name}", state, family, score);
        return mark;
    }

    private async Task<Guid> NewRunAsync(string name, string state, string family, double? score)
    {
        var id = Guid.CreateVersion7();
        await fixture.Product.Database.ExecuteAsync(
            """
            INSERT INTO runs ("Id", "TeamId", "Name", "State", "Spec", "Seed", "Family", "Step", "TotalSteps", "SoftwareVersion", "LastEvent",
                "LeaseEpoch", "CreatedById", "CreatedBy", "CreatedAt", "Score")
            SELECT $1, "Id", $2, $3, $4::jsonb, 1, $5, 1, 1, '', 0, 1, gen_random_uuid(), 'test', now(), NULLIF($6, 'NaN'::float8) FROM teams WHERE "Slug" = 'first-team'
            """, id, name, state, SpecJson.Write(new RunSpec()), family, score ?? double.NaN);
        return id;
    }

    private async Task<Guid> MeasuredAsync(int steps)
    {
        var run = await NewRunAsync("measured", "Succeeded", "Sinusoids", null);
        await fixture.Product.Database.ExecuteAsync(
            """
            INSERT INTO run_events ("RunId", "N", "Time", "Kind", "Payload", "Superseded")
            SELECT $1, n, now(), 'metrics', jsonb_build_object('step', n, 'totalSteps', $2, 'values', jsonb_build_object('loss', CASE WHEN n = 2500 THEN 99 ELSE 1 END)), false FROM generate_series(1, $2) n
            """, run, steps);
        await fixture.Product.Database.ExecuteAsync(
            """INSERT INTO run_events ("RunId", "N", "Time", "Kind", "Payload", "Superseded") VALUES ($1, $2, now(), 'log', '{"level": "info", "message": "done"}', false)""", run, (long)steps + 1);
        return run;
    }
}
