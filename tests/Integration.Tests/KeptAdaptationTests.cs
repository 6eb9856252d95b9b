using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using WarpGrad.Client;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Adaptations that are kept, and what answers say about examples.</summary>
[Collection(ProductCollection.Name)]
public sealed class KeptAdaptationTests(ProductFixture fixture)
{
    private const int Ways = 3;

    private string Slug => fixture.Trained.Summary.Model!.Slug;

    private Client.Adaptations.AdaptationsClient Adaptations => fixture.Client.Adaptations;

    [Fact]
    public async Task A_kept_adaptation_predicts_like_a_single_use_and_again_the_same_after_its_worker_was_killed()
    {
        var once = await Adaptations.AdaptAndPredictAsync(Product.Team, Slug, new AdaptAndPredictRequest { Support = Support(2), Query = Queries(4) });
        var kept = await KeepAsync(Support(2));

        var warm = await Adaptations.PredictAsync(kept.Id, new PredictRequest { Query = Queries(4) });
        await fixture.Product.InteractiveWorker.KillAsync();
        fixture.Product.StartInteractiveWorker();
        var cold = await Adaptations.PredictAsync(kept.Id, new PredictRequest { Query = Queries(4) });

        Assert.Equal(once.SupportLoss, kept.Result!.SupportLoss);
        Assert.Equal(Probabilities(once), Probabilities(warm));
        Assert.Equal(Probabilities(warm), Probabilities(cold));
        Assert.Equal(kept.Id, cold.AdaptationId);
        Assert.Equal(Enumerable.Range(0, Ways).Select(c => $"class {c}"), cold.Labels);
    }

    [Fact]
    public async Task More_examples_go_on_from_where_it_is_and_a_new_worker_comes_to_the_same()
    {
        var kept = await KeepAsync(Support(1));
        var before = await Adaptations.PredictAsync(kept.Id, new PredictRequest { Query = Queries(3) });

        var grown = await Adaptations.AddSupportAsync(kept.Id, new AddSupportRequest { Support = Support(2, first: 1), Steps = 4 });
        var warm = await Adaptations.PredictAsync(kept.Id, new PredictRequest { Query = Queries(3) });
        await fixture.Product.InteractiveWorker.KillAsync();
        fixture.Product.StartInteractiveWorker();
        var cold = await Adaptations.PredictAsync(kept.Id, new PredictRequest { Query = Queries(3) });

        Assert.Equal((9, 2), (grown.Kept!.Examples, grown.Kept.Rounds));
        Assert.Equal((4, 5), (grown.Result!.Steps, grown.Result.SupportLoss.Count));
        Assert.Equal(9, grown.Result.LeaveOneOut!.Of);
        Assert.NotEqual(Probabilities(before), Probabilities(warm));
        Assert.Equal(Probabilities(warm), Probabilities(cold));
    }

    [Fact]
    public async Task A_label_that_it_does_not_know_is_refused_and_changes_nothing()
    {
        var kept = await KeepAsync(Support(1));

        var refused = await Assert.ThrowsAsync<WarpGradException>(() => Adaptations.AddSupportAsync(
            kept.Id, new AddSupportRequest { Support = [new SupportExample { Label = "another", Image = TinyImages.Png(9, 0) }] }));
        var added = await Adaptations.AddSupportAsync(kept.Id, new AddSupportRequest { Support = Support(1, first: 3) });

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("'another' is new", refused.Message, StringComparison.Ordinal);
        Assert.Equal((6, 2), (added.Kept!.Examples, added.Kept.Rounds));
    }

    [Fact]
    public async Task A_list_shows_what_one_keeps_until_it_is_deleted()
    {
        var kept = await Adaptations.CreateAsync(Product.Team, Slug, new CreateAdaptationRequest { Support = Support(1), Name = "Letters", HoursToLive = 2 });

        var listed = Assert.Single((await Adaptations.ListAsync(Product.Team)).Items, item => item.Id == kept.Id);
        await Adaptations.DeleteAsync(kept.Id);

        Assert.Equal(("Letters", $"{Product.Team}/{Slug}", 1, 3, 1), (listed.Name, listed.Model, listed.Version, listed.Kept.Examples, listed.Kept.Rounds));
        Assert.Equal(2, (listed.Kept.ExpiresAt - listed.CreatedAt).TotalHours, 1);
        await GoneAsync(kept.Id);
    }

    [Fact]
    public async Task What_has_expired_is_gone_and_is_collected_with_its_rounds()
    {
        var kept = await KeepAsync(Support(1));
        await Adaptations.AddSupportAsync(kept.Id, new AddSupportRequest { Support = Support(1, first: 1) });
        await fixture.Product.Database.ExecuteAsync("""UPDATE adaptations SET "ExpiresAt" = now() - interval '1 minute' WHERE "Id" = $1""", kept.Id);

        await GoneAsync(kept.Id);
        await Eventually.TrueAsync(
            async () => await fixture.Product.Database.QueryAsync<long>($"""SELECT count(*) FROM adaptations WHERE '{kept.Id}' IN ("Id", "ParentId")""") == 0,
            ProductFixture.Patience, "the expired adaptation is collected");
    }

    [Fact]
    public async Task Predictions_leave_nothing_behind()
    {
        var kept = await KeepAsync(Support(1));
        using var http = Http();

        var answer = await http.PostAsJsonAsync($"api/v1/adaptations/{kept.Id}/predict?wait=120", new PredictRequest { Query = Queries(1) });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0L, await fixture.Product.Database.QueryAsync<long>($"""SELECT count(*) FROM adaptations WHERE "ParentId" = '{kept.Id}'"""));
    }

    [Fact]
    public async Task Two_examples_of_every_label_judge_each_other_and_one_does_not()
    {
        var judged = await Adaptations.AdaptAndPredictAsync(Product.Team, Slug, Once(2));
        var unasked = await Adaptations.AdaptAndPredictAsync(Product.Team, Slug, Once(2) with { LeaveOneOut = LeaveOneOut.Never });
        var single = await Adaptations.AdaptAndPredictAsync(Product.Team, Slug, Once(1));
        var refused = await Assert.ThrowsAsync<WarpGradException>(
            () => Adaptations.AdaptAndPredictAsync(Product.Team, Slug, Once(1) with { LeaveOneOut = LeaveOneOut.Always }));

        Assert.Equal(6, judged.LeaveOneOut!.Of);
        Assert.Equal((double)judged.LeaveOneOut.Correct / 6, judged.LeaveOneOut.Accuracy);
        Assert.Null(unasked.LeaveOneOut);
        Assert.Null(single.LeaveOneOut);
        Assert.Contains("two examples of every label", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_of_the_kind_it_was_trained_on_give_no_warning_and_white_ones_do()
    {
        var familiar = await Adaptations.AdaptAndPredictAsync(Product.Team, Slug, Once(2) with { LeaveOneOut = LeaveOneOut.Never });
        var unfamiliar = await Adaptations.AdaptAndPredictAsync(Product.Team, Slug, Once(1) with
        {
            Support = [.. Enumerable.Range(0, Ways).Select(c => new SupportExample { Label = $"class {c}", Image = TinyImages.Inverted(c, 0) })],
        });

        Assert.Null(familiar.Warning);
        Assert.StartsWith("The support images look unlike the training images", unfamiliar.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adapting_ends_early_when_asked_to_and_says_so()
    {
        var whole = await Adaptations.AdaptAndPredictAsync(Product.Team, Slug, Once(1) with { Steps = 6 });
        var early = await Adaptations.AdaptAndPredictAsync(Product.Team, Slug, Once(1) with { Steps = 6, StopBelow = whole.SupportLoss[0] + 1 });

        Assert.Equal((6, 0), (whole.Steps, early.Steps));
        Assert.Equal(whole.SupportLoss[0], Assert.Single(early.SupportLoss), 5);
    }

    [Fact]
    public async Task A_form_keeps_and_predicts_too()
    {
        using var http = Http();
        using var form = new MultipartFormDataContent { { new StringContent("By form"), "name" }, { new StringContent("3"), "hoursToLive" } };
        foreach (var example in Support(1))
            form.Add(new ByteArrayContent(example.Image!), $"support:{example.Label}", "support.png");
        using var asked = new MultipartFormDataContent { { new ByteArrayContent(TinyImages.Png(1, 5)), "query", "one.png" } };

        var made = await http.PostAsync($"api/v1/models/{Product.Team}/{Slug}/adaptations?wait=120", form);
        var answered = await http.PostAsync($"{made.Headers.Location}/predict?wait=120", asked);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Contains("\"one.png\"", await answered.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_ranked_by_images_that_they_were_not_adapted_to()
    {
        var ranking = await Adaptations.RankAsync(Product.Team, new RankModelsRequest { Support = Support(4) });
        var named = await Adaptations.RankAsync(Product.Team, new RankModelsRequest { Support = Support(2), Models = [$"{Product.Team}/{Slug}", "nobody/nothing"] });

        var best = ranking.Models[0];
        Assert.Equal(4, ranking.Folds);
        Assert.Equal(12, best.Of);
        Assert.Equal((double)best.Correct / 12, best.Accuracy);
        Assert.True(best.Low <= best.Accuracy && best.Accuracy <= best.High && best.Low < best.High);
        Assert.Equal(ranking.Models.OrderByDescending(model => model.Accuracy).Select(model => model.Model), ranking.Models.Select(model => model.Model));
        Assert.Equal($"{Product.Team}/{Slug}", Assert.Single(named.Models).Model);
        Assert.Equal(("nobody/nothing", "There is no such model, or you may not see it."), (Assert.Single(named.LeftOut).Model, named.LeftOut[0].Reason));
    }

    private HttpClient Http()
    {
        var http = new HttpClient { BaseAddress = fixture.Product.Address, Timeout = TimeSpan.FromMinutes(3) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Product.Token);
        return http;
    }

    private static AdaptAndPredictRequest Once(int shots) => new() { Support = Support(shots), Query = Queries(1) };

    private static List<SupportExample> Support(int shots, int first = 0) =>
    [
        .. from c in Enumerable.Range(0, Ways)
           from shot in Enumerable.Range(first, shots)
           select new SupportExample { Label = $"class {c}", Image = TinyImages.Png(c, shot) },
    ];

    private static List<QueryExample> Queries(int count) =>
        [.. Enumerable.Range(0, count).Select(q => new QueryExample { Id = $"q{q}", Image = TinyImages.Png(q % Ways, 10 + q) })];

    private static IEnumerable<double> Probabilities(AdaptAndPredictResponse answer) => answer.Predictions.SelectMany(prediction => prediction.Probabilities!.Values);

    private Task<AdaptationDetail> KeepAsync(IReadOnlyList<SupportExample> support) =>
        Adaptations.CreateAsync(Product.Team, Slug, new CreateAdaptationRequest { Support = support });

    private async Task GoneAsync(Guid id)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<WarpGradException>(() => Adaptations.GetAsync(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<WarpGradException>(() => Adaptations.PredictAsync(id, new PredictRequest { Query = Queries(1) }))).Status);
        Assert.DoesNotContain((await Adaptations.ListAsync(Product.Team)).Items, item => item.Id == id);
    }
}
