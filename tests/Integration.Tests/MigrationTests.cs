using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>What earlier versions stored stays readable.</summary>
public sealed class MigrationTests
{
    private const string BeforeFamilies = "20261124121345_GlyphsAndSplitRule";

    private const string OldResult =
        """{ "accuracy": 0.8, "interval95": 0.01, "loss": 0.5, "tasks": 600, "ways": 5, "shots": 1, "accuracyByStep": [0.2, 0.7, 0.8], "lossByStep": [1.6, 0.7, 0.5] }""";

    [Fact]
    public async Task Results_of_earlier_runs_become_scores_and_can_be_taken_back()
    {
        await using var database = await TestDatabase.CreateAsync(BeforeFamilies);
        await FillAsync(database);

        await database.MigrateAsync();

        foreach (var place in Places)
        {
            var result = JsonSerializer.Deserialize<EvaluationSummary>(await ReadAsync(database, place), JsonSerializerOptions.Web)!;
            Assert.Equal((Measure.Accuracy, 0.8, 0.01, 0.5, 600), (result.Measure, result.Score, result.Interval95, result.Loss, result.Tasks));
            Assert.Equal([0, 1, 2], result.Steps);
            Assert.Equal([0.2, 0.7, 0.8], result.ScoreByStep);
            Assert.Equal([1.6, 0.7, 0.5], result.LossByStep);
            Assert.Empty(result.Details);
            Assert.DoesNotContain("accuracyByStep", await ReadAsync(database, place), StringComparison.Ordinal);
        }

        Assert.Equal("FewShotImages", await database.QueryAsync<string>("""SELECT "Family" FROM runs WHERE "Score" = 0.8"""));
        Assert.Equal(1L, await database.QueryAsync<long>("""SELECT count(*) FROM runs WHERE "Result" IS NULL"""));
        Assert.Equal("""{"step": 5, "accuracy": 1}""", await ReadAsync(database, """SELECT "Payload"::text FROM run_events WHERE "Kind" = 'metrics'"""));

        await database.MigrateAsync(BeforeFamilies);

        foreach (var place in Places)
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(OldResult), JsonNode.Parse(await ReadAsync(database, place))), await ReadAsync(database, place));
    }

    private static string[] Places =>
    [
        """SELECT "Result"::text FROM runs WHERE "Result" IS NOT NULL""",
        """SELECT "Result"::text FROM model_versions""",
        """SELECT "Payload"::text FROM run_events WHERE "Kind" = 'result'""",
    ];

    private static Task<string> ReadAsync(TestDatabase database, string sql) => database.QueryAsync<string>(sql);

    private static async Task FillAsync(TestDatabase database)
    {
        var ids = Enumerable.Range(1, 7).Select(n => new Guid(n, 0, 0, new byte[8])).ToArray();
        var (team, dataset, version, blob, run, other, model) = (ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6]);
        await database.ExecuteAsync(
            $$"""
            INSERT INTO teams ("Id", "Slug", "Name", "CreatedAt") VALUES ('{{team}}', 'team', 'Team', now());
            INSERT INTO blobs ("Id", "Length", "Hash", "CreatedAt") VALUES ('{{blob}}', 0, '', now());
            INSERT INTO datasets ("Id", "TeamId", "Name", "Description", "State", "Side", "Color", "CreatedById", "CreatedBy", "CreatedAt")
                VALUES ('{{dataset}}', '{{team}}', 'data', '', 'Ready', 28, 'Grey', '{{team}}', 'test', now());
            INSERT INTO dataset_versions ("Id", "DatasetId", "Number", "Hash", "PixelsBlobId", "Channels", "Height", "Width", "Images", "CreatedAt")
                VALUES ('{{version}}', '{{dataset}}', 1, '', '{{blob}}', 1, 28, 28, 1, now());
            INSERT INTO runs ("Id", "TeamId", "Name", "State", "Spec", "Seed", "DatasetVersionId", "Step", "TotalSteps", "Accuracy", "Result", "SoftwareVersion",
                    "LastEvent", "LeaseEpoch", "CreatedById", "CreatedBy", "CreatedAt")
                VALUES ('{{run}}', '{{team}}', 'done', 'Succeeded', '{ "task": { "ways": 5, "shots": 1 } }', 1, '{{version}}', 5, 5, 0.8, '{{OldResult}}', '', 2, 1, '{{team}}', 'test', now()),
                    ('{{other}}', '{{team}}', 'queued', 'Queued', '{}', 1, '{{version}}', 0, 5, NULL, NULL, '', 0, 1, '{{team}}', 'test', now());
            INSERT INTO run_events ("RunId", "N", "Time", "Kind", "Payload", "Superseded")
                VALUES ('{{run}}', 1, now(), 'metrics', '{ "step": 5, "accuracy": 1 }', false), ('{{run}}', 2, now(), 'result', '{{OldResult}}', false);
            INSERT INTO models ("Id", "TeamId", "Slug", "Name", "CreatedAt") VALUES ('{{model}}', '{{team}}', 'done', 'done', now());
            INSERT INTO model_versions ("Id", "ModelId", "Number", "RunId", "Step", "BlobId", "Result", "CreatedAt")
                VALUES ('{{model}}', '{{model}}', 1, '{{run}}', 5, '{{blob}}', '{{OldResult}}', now());
            """);
    }
}
