using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>What models of each family take, and what they refuse before a worker sees it.</summary>
[Collection(ApiCollection.Name)]
public sealed class FamilyAdaptationTests(ApiFixture fixture)
{
    private const string Image = "\"aW1hZ2U=\"";

    private static readonly Dictionary<string, TaskSpec> Models = new()
    {
        ["images"] = new TaskSpec(),
        ["curves"] = new TaskSpec { Family = TaskFamily.Sinusoids },
        ["streams"] = new TaskSpec { Family = TaskFamily.ContinualSines },
        ["mazes"] = new TaskSpec { Family = TaskFamily.Maze, Maze = new MazeSpec { Size = 5 } },
        ["surfaces"] = new TaskSpec { Family = TaskFamily.Surfaces },
    };

    private static readonly SemaphoreSlim Registering = new(1, 1);
    private static readonly HashSet<string> Registered = [];

    [Theory]
    [InlineData("images", """{ "support": [{ "label": "a", "image": IMAGE }, { "label": "b", "image": IMAGE }], "query": [{ "image": IMAGE }] }""")]
    [InlineData("curves", """{ "support": [{ "x": [0], "y": [1] }], "query": [{ "x": [0.5] }], "steps": 3 }""")]
    [InlineData("curves", """{ "support": [{ "x": [0], "y": [1] }], "query": [{ "x": [0.5] }], "steps": 3, "warp": false, "trace": true }""")]
    [InlineData("streams", """{ "support": [{ "x": [0], "y": [1] }, { "x": [1], "y": [1], "part": 19 }], "query": [{ "x": [0.5] }] }""")]
    [InlineData("mazes", """{ "maze": { "walls": ["#####", "#...#", "#.#.#", "#...#", "#####"], "goal": { "row": 1, "column": 1 }, "start": { "row": 3, "column": 3 } } }""")]
    [InlineData("mazes", """{ "maze": { "goal": { "row": 1, "column": 1 } } }""")]
    [InlineData("surfaces", """{ "surface": { "a": [1, 1, 1], "b": [3, 10, 1], "s": 5, "start": [-3, 3] } }""")]
    public async Task What_a_family_takes_is_queued(string model, string body)
    {
        var answer = await AskAsync(model, body);

        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Body.ToJsonString());
    }

    [Theory]
    [InlineData("images", """{ "support": [{ "x": [0], "y": [1] }], "query": [{ "x": [0.5] }] }""", "support[0].x", "labelled images")]
    [InlineData("images", """{ "support": [{ "label": "a", "image": IMAGE, "part": 1 }], "query": [{ "image": IMAGE }] }""", "support[0].part", "labelled images")]
    [InlineData("images", """{ "support": [{ "label": "a", "image": IMAGE }, { "image": IMAGE }], "query": [{ "image": IMAGE }] }""", "support[1].label", "1 to 100 characters")]
    [InlineData("images", """{ "support": [{ "label": "a" }, { "label": "b", "image": IMAGE }], "query": [{ "image": IMAGE }] }""", "support[0].image", "needs an image")]
    [InlineData("images", """{ "support": [{ "label": "a", "image": IMAGE }, { "label": "b", "image": IMAGE }], "query": [{ }] }""", "query[0].image", "needs an image")]
    [InlineData("images", """{ "support": [null], "query": [] }""", "support", "null")]
    [InlineData("images", """{ "maze": { "goal": { "row": 1, "column": 1 } } }""", "maze", "labelled images")]
    [InlineData("curves", """{ "support": [{ "label": "a", "image": IMAGE }], "query": [{ "image": IMAGE }] }""", "support[0].label", "points of a curve")]
    [InlineData("curves", """{ "support": [{ "x": [0], "y": [1] }], "query": [{ "image": IMAGE }] }""", "query[0].image", "points of a curve")]
    [InlineData("curves", """{ "support": [{ "x": [0], "y": [1], "part": 1 }], "query": [{ "x": [1] }] }""", "support[0].part", "points of a curve")]
    [InlineData("curves", """{ "support": [], "query": [{ "x": [1] }] }""", "support", "1 to 500")]
    [InlineData("curves", """{ "support": [{ "x": [0], "y": [1] }], "query": [] }""", "query", "1 to 1000")]
    [InlineData("curves", """{ "support": [{ "x": [0, 1], "y": [1] }], "query": [{ "x": [1] }] }""", "support[0].x", "one finite number")]
    [InlineData("curves", """{ "support": [{ "x": [0] }], "query": [{ "x": [1] }] }""", "support[0].y", "one finite number")]
    [InlineData("curves", """{ "support": [{ "x": [0], "y": [1e999] }], "query": [{ "x": [1] }] }""", "support[0].y", "one finite number")]
    [InlineData("curves", """{ "support": [{ "x": [0], "y": [1] }], "query": [{ "x": [1], "id": "q" }, { "x": [2], "id": "q" }] }""", "query", "used by two")]
    [InlineData("curves", """{ "support": [{ "x": [0], "y": [1] }], "query": [{ "x": [1] }], "steps": 501 }""", "steps", "between 0 and 500")]
    [InlineData("streams", """{ "support": [{ "x": [0], "y": [1], "part": 20 }], "query": [{ "x": [1] }] }""", "support[0].part", "from 0 to 19")]
    [InlineData("mazes", """{ }""", "maze", "goal")]
    [InlineData("mazes", """{ "support": [{ "x": [0], "y": [1] }] }""", "support", "a 'maze'")]
    [InlineData("mazes", """{ "maze": { "walls": ["#####", "#...#", "#####"], "goal": { "row": 1, "column": 1 } } }""", "maze.walls", "5 rows")]
    [InlineData("mazes", """{ "maze": { "walls": ["#####", "#...#", "#.#.#", "#..#", "#####"], "goal": { "row": 1, "column": 1 } } }""", "maze.walls", "row 3 has 4")]
    [InlineData("mazes", """{ "maze": { "walls": ["#####", "#...#", "#.x.#", "#...#", "#####"], "goal": { "row": 1, "column": 1 } } }""", "maze.walls", "row 2, column 2 is 'x'")]
    [InlineData("mazes", """{ "maze": { "walls": ["#####", "#...#", "#.#..", "#...#", "#####"], "goal": { "row": 1, "column": 1 } } }""", "maze.walls", "row 2, column 4 is free")]
    [InlineData("mazes", """{ "maze": { "walls": ["#####", "#...#", "#...#", "#...#", "#####"], "goal": { "row": 0, "column": 1 } } }""", "maze.goal", "from 1 to 3")]
    [InlineData("mazes", """{ "maze": { "walls": ["#####", "##..#", "#...#", "#...#", "#####"], "goal": { "row": 1, "column": 1 } } }""", "maze.goal", "is a wall")]
    [InlineData("mazes", """{ "maze": { "walls": ["#####", "#...#", "#.#.#", "#...#", "#####"], "goal": { "row": 1, "column": 1 } } }""", "maze.start", "centre")]
    [InlineData("mazes", """{ "maze": { "goal": { "row": 7, "column": 1 } } }""", "maze.goal", "from 1 to 3")]
    [InlineData("curves", """{ "support": [{ "x": [0], "y": [1] }], "query": [{ "x": [1] }, { "x": [2] }, { "x": [3] }, { "x": [4] }], "steps": 500, "trace": true }""", "trace", "at most 2000")]
    [InlineData("mazes", """{ "maze": { "goal": { "row": 1, "column": 1 } }, "warp": false }""", "warp", "cannot be left out")]
    [InlineData("mazes", """{ "maze": { "goal": { "row": 1, "column": 1 } }, "trace": true }""", "trace", "images and of curves")]
    [InlineData("surfaces", """{ "surface": { "a": [1, 1, 1], "b": [3, 10, 1], "start": [0, 0] }, "warp": false }""", "warp", "plain descent beside")]
    [InlineData("surfaces", """{ }""", "surface", "'start'")]
    [InlineData("surfaces", """{ "surface": { "a": [1, 1], "b": [3, 10, 1], "start": [0, 0] } }""", "surface.a", "3 finite numbers")]
    [InlineData("surfaces", """{ "surface": { "a": [1, 1, 1], "b": [3, 10, 1, 4], "start": [0, 0] } }""", "surface.b", "3 finite numbers")]
    [InlineData("surfaces", """{ "surface": { "a": [1, 1, 1], "b": [3, 10, 1], "s": 0, "start": [0, 0] } }""", "surface.s", "other than 0")]
    [InlineData("surfaces", """{ "surface": { "a": [1, 1, 1], "b": [3, 10, 1], "start": [0, 3.1] } }""", "surface.start", "between -3 and 3")]
    [InlineData("surfaces", """{ "surface": { "a": [1, 1, 1], "b": [3, 10, 1], "start": [0] } }""", "surface.start", "2 finite numbers")]
    [InlineData("surfaces", """{ "surface": { "a": [1, 1, 1], "b": [3, 10, 1], "start": [0, 0] }, "query": [{ "x": [0] }] }""", "query", "a 'surface'")]
    public async Task What_a_family_cannot_answer_is_refused_at_its_field(string model, string body, string field, string help)
    {
        var (status, problem) = await AskAsync(model, body);

        Assert.True(status == HttpStatusCode.BadRequest, $"{status}: {problem}");
        var errors = problem["errors"]!.AsObject();
        Assert.True(errors.ContainsKey(field), errors.ToJsonString());
        Assert.Contains(help, (string)errors[field]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mazes", "the agent learns while it walks")]
    [InlineData("surfaces", "the answer is the descent itself")]
    public async Task What_leaves_nothing_to_predict_with_cannot_be_kept(string model, string why)
    {
        var (status, problem) = await AskAsync(model, """{ "support": [{ "x": [0], "y": [1] }] }""", "adaptations");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(why, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_labels_than_any_request_may_have_are_too_large()
    {
        var support = string.Join(", ", Enumerable.Range(0, 101).Select(n => $$"""{ "label": "{{n}}", "image": IMAGE }"""));

        var (status, problem) = await AskAsync("images", $$"""{ "support": [{{support}}], "query": [{ "image": IMAGE }] }""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("at most 100 labels", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "support": [{ "label": "a", "image": IMAGE }, { "label": "b", "image": IMAGE }, { "label": "b", "image": IMAGE }] }""", "there is one of 'a'")]
    [InlineData("""{ "support": [{ "x": [0], "y": [1] }] }""", "ranked by labelled images")]
    [InlineData("""{ "support": [] }""", "2 to 100 labels")]
    public async Task A_ranking_needs_two_images_of_every_label(string body, string why)
    {
        using var http = fixture.Http();
        using var content = new StringContent(body.Replace("IMAGE", Image, StringComparison.Ordinal), Encoding.UTF8, "application/json");

        var answer = await http.PostAsync($"api/v1/teams/{Product.Team}/models/rank?wait=0", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "support": [null] }""", "support")]
    [InlineData("""{ "support": [], "models": [null] }""", "models")]
    public async Task A_null_in_a_list_of_a_ranking_is_refused_by_its_field(string body, string field)
    {
        using var http = fixture.Http();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await http.PostAsync($"api/v1/teams/{Product.Team}/models/rank?wait=0", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotNull(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![field]);
    }

    [Fact]
    public async Task Images_sent_as_a_form_to_a_model_of_curves_are_refused_with_what_it_takes()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "support:a", "a.png" } };
        await RegisterAsync("curves");
        using var http = fixture.Http();

        var answer = await http.PostAsync($"api/v1/models/{Product.Team}/curves/adapt-and-predict", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("points of a curve", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_without_an_id_are_named_by_their_place_around_those_that_have_one()
    {
        var (_, pending) = await AskAsync("curves", """
            { "support": [{ "x": [0], "y": [1] }], "query": [{ "x": [0] }, { "x": [1], "id": "query-1" }, { "x": [2] }] }
            """);

        var stored = await fixture.Product.Database.QueryAsync<string>(
            $"""SELECT convert_from("Request", 'UTF8') FROM adaptations WHERE "Id" = '{pending["id"]}'""");
        Assert.Equal(["query-1'", "query-1", "query-3"], JsonNode.Parse(stored)!["query"]!.AsArray().Select(query => (string)query!["id"]!));
    }

    [Theory]
    [InlineData("SupportExample", "part")]
    [InlineData("MazeQuestion", "walls")]
    [InlineData("SurfaceQuestion", "start")]
    [InlineData("RunSummary", "family")]
    [InlineData("EvaluationSummary", "scoreByStep")]
    public async Task The_description_shows_the_shapes(string schema, string property)
    {
        using var http = fixture.Http();

        var description = JsonNode.Parse(await http.GetStringAsync("openapi/v1.json"))!;

        Assert.NotNull(description["components"]!["schemas"]![schema]?["properties"]?[property]);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string model, string body, string what = "adapt-and-predict")
    {
        await RegisterAsync(model);
        using var http = fixture.Http();
        using var content = new StringContent(body.Replace("IMAGE", Image, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        var answer = await http.PostAsync($"api/v1/models/{Product.Team}/{model}/{what}?wait=0", content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private async Task RegisterAsync(string model)
    {
        await Registering.WaitAsync();
        try
        {
            if (Registered.Add(model))
                await fixture.RegisterAsync(model, Models[model]);
        }
        finally
        {
            Registering.Release();
        }
    }
}
