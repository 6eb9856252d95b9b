using System.Net;
using System.Net.Http.Json;
using System.Text;
using WarpGrad.Client;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Integration.Tests;

/// <summary>Whoever asks wrongly is told what was wrong and how to mend it, also where the page is served beside the API.</summary>
[Collection(ApiCollection.Name)]
public sealed class WrongRequestTests(ApiFixture fixture)
{
    private const string Json = "application/json";

    [Theory]
    [InlineData("PUT", "api/v1/setup", HttpStatusCode.MethodNotAllowed, "'Allow'")]
    [InlineData("GET", "api/v1/nowhere", HttpStatusCode.NotFound, "There is nothing at this address.")]
    [InlineData("GET", "api/v1/runs/not-an-id", HttpStatusCode.NotFound, "There is nothing at this address.")]
    [InlineData("GET", "api/v1/teams/first-team/runs", HttpStatusCode.Unauthorized, "Sign in")]
    [InlineData("DELETE", "models", HttpStatusCode.NotFound, "There is nothing at this address.")]
    [InlineData("GET", "no-such-script.js", HttpStatusCode.NotFound, "There is nothing at this address.")]
    public async Task A_stranger_who_asks_the_wrong_address_or_by_the_wrong_method_is_told_so(string method, string path, HttpStatusCode status, string words)
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };
        using var question = new HttpRequestMessage(new HttpMethod(method), path);

        var answer = await http.SendAsync(question);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(words, (await ReadAsync(answer)).Detail, StringComparison.Ordinal);
        if (status == HttpStatusCode.MethodNotAllowed)
            Assert.Equal(["GET", "POST"], answer.Content.Headers.Allow.Order());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_of_another_content_type_is_refused_with_the_right_one(string type)
    {
        using var http = fixture.Http();
        using var stranger = new HttpClient { BaseAddress = fixture.Product.Address };

        foreach (var answer in new[] { await http.PostAsync("api/v1/teams", Body("""{"name":"A"}""", type)), await stranger.PostAsync("api/v1/auth/sign-in", Body("{}", type)) })
        {
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
            Assert.Contains("Content-Type: application/json", (await ReadAsync(answer)).Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "body", "the request has none")]
    [InlineData("{\"name\":", "body", "is no JSON: it breaks off or goes wrong in line 1, at byte 9")]
    [InlineData("{\n  \"name\": 'A'\n}", "body", "is no JSON: it breaks off or goes wrong in line 2, at byte 11")]
    [InlineData("{\"nome\":\"A\"}", "nome", "There is no 'nome': the body takes the keys name")]
    [InlineData("{\"name\":1}", "name", "'name' takes a text.")]
    [InlineData("[]", "body", "The body takes an object with the keys name")]
    public async Task A_body_that_cannot_be_read_is_refused_with_the_place(string body, string field, string words)
    {
        using var http = fixture.Http();

        var answer = await http.PostAsync("api/v1/teams", Body(body, Json));

        await RefusesAsync(answer, field, words);
    }

    [Theory]
    [InlineData("""{"support":[{"points":[1,2]}]}""", "support[0].points", "There is no 'support[0].points': 'support[0]' takes the keys label, image, ")]
    [InlineData("""{"support":[{"x":1,"y":2}]}""", "support[0].x", "'support[0].x' takes a list of which each entry is a number.")]
    [InlineData("""{"support":[[1,2]]}""", "support[0]", "'support[0]' takes an object with the keys label, image, ")]
    [InlineData("""{"support":[{"label":"a","image":"?"}]}""", "support[0].image", "'support[0].image' takes bytes as base64.")]
    [InlineData("""{"support":"none"}""", "support", "'support' takes a list of which each entry is an object with the keys label, ")]
    [InlineData("""{"steps":2.5}""", "steps", "'steps' takes a whole number.")]
    [InlineData("""{"leaveOneOut":"maybe"}""", "leaveOneOut", "'leaveOneOut' takes one of ")]
    public async Task Wrong_examples_are_refused_with_what_they_take(string body, string field, string words)
    {
        var model = $"asked-{Guid.NewGuid():N}";
        await fixture.RegisterAsync(model, new TaskSpec { Family = TaskFamily.Sinusoids });
        using var http = fixture.Http();

        var answer = await http.PostAsync($"api/v1/models/first-team/{model}/adapt-and-predict", Body(body, Json));

        await RefusesAsync(answer, field, words);
    }

    [Theory]
    [InlineData("PUT", "api/v1/teams/first-team/members/{0}", "{}", "role")]
    [InlineData("PUT", "api/v1/datasets/{0}/visibility", "{}", "visibility")]
    [InlineData("PUT", "api/v1/models/first-team/{0}/visibility", "{}", "visibility")]
    [InlineData("POST", "api/v1/datasets/{0}/splits", """{"version":1,"moves":[{"class":0}]}""", "split")]
    public async Task A_body_that_leaves_out_what_it_is_to_change_is_refused_rather_than_guessed(string method, string path, string body, string field)
    {
        using var http = fixture.Http();
        using var question = new HttpRequestMessage(new HttpMethod(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.NewGuid()));
        question.Content = Body(body, Json);

        var answer = await http.SendAsync(question);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"takes an object with the keys {field}", (await ReadAsync(answer)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/v1/teams/first-team/runs?limit=many", "limit", "The value of 'limit' in the address is of the wrong kind.")]
    [InlineData("api/v1/models?starred=perhaps", "starred", "The value of 'starred' in the address is of the wrong kind.")]
    [InlineData("api/v1/compare/versions", "left", "The address lacks a value of 'left'.")]
    public async Task A_parameter_that_is_wrong_or_missing_is_named(string path, string field, string words)
    {
        using var http = fixture.Http();

        var answer = await http.GetAsync(path);

        await RefusesAsync(answer, field, words);
    }

    [Theory]
    [InlineData("")]
    [InlineData("models/first-team/some-model")]
    [InlineData("apian/lancet")]
    public async Task Every_other_address_is_the_pages(string path)
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };
        using var question = new HttpRequestMessage(HttpMethod.Head, path);

        var answer = await http.GetAsync(path);
        var head = await http.SendAsync(question);

        Assert.All(new[] { answer, head }, page => Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType)));
        Assert.Contains("<div id=\"app\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static StringContent Body(string text, string type) => new(text, Encoding.UTF8, type);

    private static async Task RefusesAsync(HttpResponseMessage answer, string field, string words)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await ReadAsync(answer);
        Assert.Equal(ProblemTypes.InvalidRequest, problem.Type);
        Assert.Contains(words, problem.Detail, StringComparison.Ordinal);
        Assert.Equal(problem.Detail, Assert.Single(problem.Errors[field]));
    }

    private static async Task<Problem> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (await answer.Content.ReadFromJsonAsync<Problem>())!;
    }
}
