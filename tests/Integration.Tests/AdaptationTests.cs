using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using WarpGrad.Client;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Adapt and predict over REST.</summary>
[Collection(ProductCollection.Name)]
public sealed class AdaptationTests(ProductFixture fixture)
{
    private string Slug => fixture.Trained.Summary.Model!.Slug;

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Any_number_of_classes_from_2_to_100_works(int classes)
    {
        var answer = await AskAsync(Request(classes, queries: 3));

        Assert.Equal(classes, answer.Labels.Count);
        Assert.Equal(3, answer.Predictions.Count);
        Assert.All(answer.Predictions, p => Assert.Equal(1, p.Probabilities!.Values.Sum(), 3));
        Assert.All(answer.Predictions, p => Assert.Equal(p.Probabilities!.MaxBy(pair => pair.Value).Key, p.Label));
        Assert.Equal(3, answer.SupportLoss.Count);
    }

    [Fact]
    public async Task A_query_gets_the_same_answer_whatever_is_asked_with_it()
    {
        var together = await AskAsync(Request(5, queries: 20));
        var alone = await AskAsync(Request(5, queries: 20) with { Query = [Request(5, queries: 20).Query[13]] });

        Assert.Equal(together.Predictions[13].Probabilities, alone.Predictions[0].Probabilities);
    }

    [Fact]
    public async Task Those_who_ask_at_the_same_moment_are_answered_together_as_each_would_be_alone()
    {
        // Long enough for all to have come before the first is done.
        AdaptAndPredictRequest[] requests = [.. Enumerable.Range(0, 8).Select(n => Request(3, queries: 2) with
        {
            Support = [.. Enumerable.Range(0, 3).Select(c => new SupportExample { Label = $"class {c}", Image = TinyImages.Png(c, n) })],
            Steps = 300,
            LearningRate = 0.001,
        })];
        var alone = new List<AdaptAndPredictResponse>();
        foreach (var request in requests)
            alone.Add(await AskAsync(request));
        var before = Stacks();

        var together = await Task.WhenAll(requests.Select(AskAsync));

        await Eventually.TrueAsync(() => Task.FromResult(Stacks() > before), ProductFixture.Patience, "the worker has noted that it adapted to several together");
        foreach (var (one, other) in alone.Zip(together))
        {
            Assert.Equal(one.Steps, other.Steps);
            Assert.All(one.SupportLoss.Zip(other.SupportLoss), losses => Assert.Equal(losses.First, losses.Second, 1e-3));
            Assert.All(one.Predictions.Zip(other.Predictions), pair => Assert.All(
                pair.First.Probabilities!, expected => Assert.Equal(expected.Value, pair.Second.Probabilities![expected.Key], 1e-3)));
        }
    }

    [Fact]
    public async Task Multipart_and_JSON_give_the_same_answer()
    {
        var request = Request(4, queries: 2);
        using var form = new MultipartFormDataContent();
        foreach (var image in request.Support)
            form.Add(Image(image.Image!), $"support:{image.Label}", "support.png");
        foreach (var image in request.Query)
            form.Add(Image(image.Image!), "query", image.Id!);
        using var http = Http();

        var response = await http.PostAsync($"api/v1/models/{Product.Team}/{Slug}/adapt-and-predict", form);
        var byForm = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<AdaptAndPredictResponse>();
        var byJson = await AskAsync(request);

        Assert.Equal(byJson.Predictions.Select(p => (p.Id, p.Label)), byForm!.Predictions.Select(p => (p.Id, p.Label)));
        Assert.Equal(byJson.Predictions[0].Probabilities, byForm.Predictions[0].Probabilities);
    }

    [Fact]
    public async Task No_steps_means_no_adaptation()
    {
        var answer = await AskAsync(Request(3, queries: 1) with { Steps = 0 });

        Assert.Single(answer.SupportLoss);
    }

    [Fact]
    public async Task Adaptation_can_be_watched_step_by_step_with_warps_and_without()
    {
        var request = Request(3, queries: 2) with { Steps = 4, Trace = true };

        var traced = await AskAsync(request);
        var untraced = await AskAsync(request with { Trace = false });
        var plain = await AskAsync(request with { Warp = false });

        Assert.Equal([0, 1, 2, 3, 4], traced.Trace!.Select(step => step.Step));
        Assert.Equal(traced.SupportLoss, traced.Trace!.Select(step => step.SupportLoss));
        Assert.Null(untraced.Trace);
        for (var query = 0; query < 2; query++)
        {
            Assert.Equal(untraced.Predictions[query].Probabilities, traced.Trace![4].Predictions[query].Probabilities);
            Assert.Equal(untraced.Predictions[query].Probabilities, traced.Predictions[query].Probabilities);
            Assert.NotEqual(untraced.Predictions[query].Probabilities, plain.Predictions[query].Probabilities);
        }

        Assert.Equal((true, false), (traced.Warp, plain.Warp));
    }

    [Fact]
    public async Task A_long_adaptation_tells_its_steps_while_it_goes_and_then_answers_as_if_nobody_had_watched()
    {
        var request = Request(3, queries: 2) with { Steps = 500, Trace = true, LearningRate = 0.001 };

        var steps = new Watcher();
        var watched = await fixture.Client.Adaptations.AdaptAndPredictAsync(Product.Team, Slug, request, steps);
        var unwatched = await AskAsync(request);

        Assert.NotEmpty(steps.Seen);
        Assert.Equal(steps.Seen.Select(step => step.Step).Order().Distinct(), steps.Seen.Select(step => step.Step));
        Assert.All(steps.Seen, seen =>
        {
            var traced = watched.Trace![seen.Step];
            Assert.Equal(traced.SupportLoss, seen.SupportLoss);
            Assert.Equal(traced.Predictions.Select(p => (p.Id, p.Label)), seen.Predictions.Select(p => (p.Id, p.Label)));
            Assert.Equal(traced.Predictions[1].Probabilities, seen.Predictions[1].Probabilities);
        });
        Assert.Equal(501, watched.Trace!.Count);
        Assert.Equal(unwatched.SupportLoss, watched.SupportLoss);
        Assert.Equal(unwatched.Predictions[0].Probabilities, watched.Predictions[0].Probabilities);
    }

    [Fact]
    public async Task Steps_whose_predictions_are_too_many_for_an_event_come_without_them()
    {
        var request = Request(100, queries: 4) with { Steps = 499, Trace = true, LearningRate = 0.001 };
        var steps = new Watcher();

        var watched = await fixture.Client.Adaptations.AdaptAndPredictAsync(Product.Team, Slug, request, steps);

        Assert.NotEmpty(steps.Seen);
        Assert.All(steps.Seen, seen => Assert.Equal((watched.Trace![seen.Step].SupportLoss, 0), (seen.SupportLoss, seen.Predictions.Count)));
        Assert.Equal(4, watched.Trace![499].Predictions.Count);
    }

    [Fact]
    public async Task What_goes_wrong_while_somebody_watches_is_told_like_anything_else()
    {
        using var http = Http();
        var unreadable = Request(2, queries: 1) with { Trace = true, Stream = true, Query = [new QueryExample { Id = "q", Image = [1, 2, 3] }] };

        var broken = await http.PostAsJsonAsync($"api/v1/models/{Product.Team}/{Slug}/adapt-and-predict", unreadable);
        var told = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Adaptations.AdaptAndPredictAsync(Product.Team, Slug, unreadable, new Watcher()));
        var untraced = await Assert.ThrowsAsync<WarpGradException>(() => AskAsync(Request(2, queries: 1) with { Stream = true }));

        Assert.Equal("text/event-stream", broken.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("event: problem\ndata: {", await broken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, ProblemTypes.InvalidImage), (told.Status, told.Problem.Type));
        Assert.Contains("stream", untraced.Problem.Errors.Keys);
    }

    private sealed class Watcher : IProgress<TracedStep>
    {
        public List<TracedStep> Seen { get; } = [];

        public void Report(TracedStep value) => Seen.Add(value);
    }

    [Fact]
    public async Task A_model_says_what_its_warps_do()
    {
        var trained = (await fixture.Client.Adaptations.InspectAsync(Product.Team, Slug)).Inspection;
        var shown = (await fixture.Client.Adaptations.InspectAsync(
            Product.Team, Slug, new InspectModelRequest { Support = Request(3, queries: 0).Support }, "latest")).Inspection;

        Assert.Equal((InspectionSource.Training, InspectionSource.Examples), (trained.Source, shown.Source));
        Assert.NotEmpty(trained.Warps);
        Assert.Equal(trained.Warps.Select(warp => warp.Name), shown.Warps.Select(warp => warp.Name));
        Assert.All(trained.Warps.Concat(shown.Warps), warp => Assert.True(warp is { Distance: > 0, Jacobian.Spectrum.Count: > 1 }));
        Assert.Equal(1, trained.Layers.Sum(layer => layer.Share!.Value), 3);
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => fixture.Client.Adaptations.InspectAsync(
            Product.Team, Slug, new InspectModelRequest { Support = Request(1, queries: 0).Support }));
        Assert.Contains("support", refused.Problem.Errors.Keys);
    }

    [Fact]
    public async Task An_unreadable_image_is_named()
    {
        var request = Request(3, queries: 1);
        var refused = await Assert.ThrowsAsync<WarpGradException>(
            () => AskAsync(request with { Query = [new QueryExample { Id = "holiday.png", Image = "no image"u8.ToArray() }] }));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("holiday.png", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_label_is_too_few()
    {
        var refused = await Assert.ThrowsAsync<WarpGradException>(() => AskAsync(Request(1, queries: 1)));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("support", refused.Problem.Errors.Keys);
    }

    [Fact]
    public async Task A_call_is_answered_while_training_goes_on_and_more_is_queued()
    {
        var running = await fixture.SubmitAsync("In the way", 100_000);
        var queued = await fixture.SubmitAsync("Queued behind", 100_000);
        await fixture.WaitForCheckpointAsync(running.Id);

        var answer = await AskAsync(Request(5, queries: 5));

        Assert.Equal(5, answer.Predictions.Count);
        Assert.Equal(RunState.Running, (await fixture.Client.Runs.GetAsync(running.Id)).Summary.State);
        foreach (var run in new[] { queued, running })
        {
            await fixture.Client.Runs.CancelAsync(run.Id);
            await fixture.WaitForAsync(run.Id, RunState.Cancelled);
        }
    }

    /// <summary>Stacks that the worker has told of.</summary>
    private int Stacks() => fixture.Product.InteractiveWorker.Output.Split("tasks together.").Length - 1;

    private static AdaptAndPredictRequest Request(int classes, int queries) => new()
    {
        Support = [.. Enumerable.Range(0, classes).Select(c => new SupportExample { Label = $"class {c}", Image = TinyImages.Png(c, 0) })],
        Query = [.. Enumerable.Range(0, queries).Select(q => new QueryExample { Id = $"q{q}", Image = TinyImages.Png(q % classes, 1 + q) })],
    };

    private async Task<AdaptAndPredictResponse> AskAsync(AdaptAndPredictRequest request)
    {
        using var http = Http();
        var response = await http.PostAsJsonAsync($"api/v1/models/{Product.Team}/{Slug}/adapt-and-predict?wait=120", request);
        if (response.IsSuccessStatusCode)
            return (await response.Content.ReadFromJsonAsync<AdaptAndPredictResponse>())!;
        throw new WarpGradException((await response.Content.ReadFromJsonAsync<Problem>())!);
    }

    private HttpClient Http()
    {
        var http = new HttpClient { BaseAddress = fixture.Product.Address, Timeout = TimeSpan.FromMinutes(3) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Product.Token);
        return http;
    }

    private static ByteArrayContent Image(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }
}
