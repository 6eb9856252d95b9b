using Npgsql;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>How workers take questions off their table.</summary>
[Collection(ProductCollection.Name)]
public sealed class AdaptationQueueTests(ProductFixture fixture)
{
    private TestDatabase Database => fixture.Product.Database;

    [Fact]
    public async Task What_a_killed_worker_had_in_work_another_answers()
    {
        var id = await AskAsync(Long());
        await ClaimedAsync(id, attempts: 1);
        await fixture.Product.InteractiveWorker.KillAsync();
        Assert.Equal("Pending", await Database.QueryAsync<string>($"""SELECT "State" FROM adaptations WHERE "Id" = '{id}'"""));

        fixture.Product.StartInteractiveWorker();
        var answered = await Eventually.GetAsync(
            () => fixture.Client.Adaptations.GetAsync(id), detail => detail.State != AdaptationState.Pending, ProductFixture.Patience, "the adaptation is answered");

        Assert.Equal(AdaptationState.Done, answered.State);
        Assert.Equal(2, await Database.QueryAsync<int>($"""SELECT "Attempts" FROM adaptations WHERE "Id" = '{id}'"""));
    }

    [Fact]
    public async Task What_ends_every_worker_is_given_up_with_a_sentence()
    {
        await fixture.Product.InteractiveWorker.KillAsync();
        var id = await AskAsync(Short());
        await Database.ExecuteAsync("""UPDATE adaptations SET "Attempts" = 3, "ClaimedBy" = 'dead', "ClaimedUntil" = now() WHERE "Id" = $1""", id);

        fixture.Product.StartInteractiveWorker();
        var ended = await Eventually.GetAsync(
            () => fixture.Client.Adaptations.GetAsync(id), detail => detail.State != AdaptationState.Pending, ProductFixture.Patience, "the adaptation is given up");

        Assert.Equal(AdaptationState.Failed, ended.State);
        Assert.Contains("3 times", ended.FailureReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hundred_questions_of_one_team_do_not_keep_another_team_from_its_turn()
    {
        await fixture.Product.InteractiveWorker.KillAsync();
        var first = await AskAsync(Short());
        await CopyAsync(first, 199, "first-team");
        var other = Assert.Single(await CopyAsync(first, 1, await FoundTeamAsync()));

        var answered = await AnsweredUntilAsync(other, fixture.Product.StartInteractiveWorker);

        Assert.InRange(answered.Count - 1, 0, 2 * ProductFixture.InteractiveThreads);
        await ForgetAsync();
    }

    [Fact]
    public async Task Long_questions_leave_a_thread_to_short_ones()
    {
        await fixture.Product.InteractiveWorker.KillAsync();
        var first = await AskAsync(Long());
        await CopyAsync(first, 19, "first-team");
        var small = await AskAsync(Short());

        var answered = await AnsweredUntilAsync(small, fixture.Product.StartInteractiveWorker);

        Assert.InRange(answered.Count - 1, 0, 2 * ProductFixture.InteractiveThreads);
        await ForgetAsync();
    }

    private static AdaptAndPredictRequest Short() => new()
    {
        Support = [.. Enumerable.Range(0, 3).Select(c => new SupportExample { Label = $"class {c}", Image = TinyImages.Png(c, 0) })],
        Query = [new QueryExample { Image = TinyImages.Png(1, 7) }],
    };

    private static AdaptAndPredictRequest Long() => Short() with
    {
        Support = [.. Enumerable.Range(0, 60).Select(n => new SupportExample { Label = $"class {n % 20}", Image = TinyImages.Png(n % 20, n) })],
        Steps = 500,
        LearningRate = 0.001,
        LeaveOneOut = LeaveOneOut.Never,
    };

    private async Task<Guid> AskAsync(AdaptAndPredictRequest request)
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", fixture.Product.Token);
        var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            http, $"api/v1/models/{Product.Team}/{fixture.Trained.Summary.Model!.Slug}/adapt-and-predict?wait=0", request);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
    }

    private Task ClaimedAsync(Guid id, int attempts) => Eventually.TrueAsync(
        async () => await Database.QueryAsync<int>($"""SELECT "Attempts" FROM adaptations WHERE "Id" = '{id}'""") == attempts, ProductFixture.Patience, "the question is in work");

    /// <summary>Puts the same question again, as if a team had asked it.</summary>
    private async Task<IReadOnlyList<Guid>> CopyAsync(Guid id, int count, string team)
    {
        Guid[] copies = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
        await Database.ExecuteAsync(
            """
            INSERT INTO adaptations ("Id", "Kind", "TeamId", "ModelVersionId", "State", "Request", "Heavy", "Round", "Examples", "Attempts", "CreatedById", "CreatedAt")
            SELECT copy, "Kind", t."Id", "ModelVersionId", 'Pending', "Request", "Heavy", 0, 0, 0, "CreatedById", now()
            FROM adaptations, unnest($2::uuid[]) copy, teams t WHERE adaptations."Id" = $1 AND t."Slug" = $3
            """, id, copies, team);
        return copies;
    }

    private async Task<string> FoundTeamAsync()
    {
        var slug = $"team-{Guid.NewGuid():N}";
        await Database.ExecuteAsync("""INSERT INTO teams ("Id", "Slug", "Name", "CreatedAt") VALUES (gen_random_uuid(), $1, 'Other', now())""", slug);
        return slug;
    }

    /// <summary>Answers in the order in which they came, up to the one that is waited for.</summary>
    private async Task<List<Guid>> AnsweredUntilAsync(Guid last, Action begin)
    {
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        var answered = new List<Guid>();
        connection.Notification += (_, note) => answered.Add(Guid.Parse(note.Payload));
        await using (var listen = new NpgsqlCommand("LISTEN adaptations", connection))
            await listen.ExecuteNonQueryAsync();
        begin();
        using var patience = new CancellationTokenSource(ProductFixture.Patience);
        while (!answered.Contains(last))
            await connection.WaitAsync(patience.Token);
        return answered[..(answered.IndexOf(last) + 1)];
    }

    private Task ForgetAsync() => Database.ExecuteAsync("""DELETE FROM adaptations WHERE "State" = 'Pending'""");
}
