using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace WarpGrad.Integration.Tests;

/// <summary>Requests for sweeps that no sweep can be made of.</summary>
[Collection(ApiCollection.Name)]
public sealed class SweepRequestTests(ApiFixture fixture)
{
    [Theory]
    [InlineData("null", "axes")]
    [InlineData("[null]", "axes[0]")]
    [InlineData("""[{"path":"task.shots","values":[3]},null,null]""", "axes[2]")]
    [InlineData("""[{"path":null,"values":[3]}]""", "axes[0]")]
    [InlineData("""[{"path":"task.shots","values":null}]""", "axes[0]")]
    [InlineData("""[{"path":"task.shots","values":[null]}]""", "axes[0]")]
    public async Task An_axis_that_is_null_or_lacks_something_is_refused_by_its_field(string axes, string field)
    {
        var problem = await RefusedAsync(axes);

        Assert.True(problem["errors"]?[field] is JsonArray { Count: > 0 }, problem.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"path":"task.shots","values":[{"a":1}]}]""")]
    [InlineData("""[{"path":"task.shots","values":[[3]]}]""")]
    [InlineData("""[{"path":"learner.activation","values":["\ud800"]}]""")]
    public async Task A_value_that_no_field_takes_is_refused_by_its_place(string axes) =>
        Assert.Contains("axes[0].values[0]", (string)(await RefusedAsync(axes))["detail"]!, StringComparison.Ordinal);

    private async Task<JsonObject> RefusedAsync(string axes)
    {
        using var http = fixture.Http();
        using var body = new StringContent($$"""{"recipe":"sinusoid","axes":{{axes}}}""", Encoding.UTF8, "application/json");

        var answer = await http.PostAsync("api/v1/teams/first-team/sweeps", body);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
