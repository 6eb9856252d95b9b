using System.Text.Json.Nodes;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Models;
using WarpGrad.Web.TryIt;

namespace WarpGrad.Web.Tests;

/// <summary>Examples to copy ask what was chosen on the page.</summary>
public sealed class CallExamplesTests
{
    public static TheoryData<TaskFamily> Families { get; } = [.. Enum.GetValues<TaskFamily>()];

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_language_has_the_address_the_steps_and_the_rate(TaskFamily family)
    {
        foreach (var language in CallExamples.Languages)
        {
            var example = language.Write(Call(family, new CallOptions(7, 0.25, Version: "2")));

            Assert.Contains("http://localhost:5080/", example, StringComparison.Ordinal);
            Assert.Contains("friends", example, StringComparison.Ordinal);
            Assert.Contains("7", example, StringComparison.Ordinal);
            Assert.Contains("0.25", example, StringComparison.Ordinal);
            Assert.Contains(language.Name == "C#" ? "}, \"2\")" : "?version=2", example, StringComparison.Ordinal);
            Assert.DoesNotContain("warp\"", example, StringComparison.Ordinal);
            Assert.Contains("WARPGRAD_TOKEN", example, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void What_is_asked_in_json_is_json(TaskFamily family)
    {
        if (family.NeedsDataset())
            return;
        var body = JsonNode.Parse(Call(family, new CallOptions(3, 0.1, Warp: false)).Json)!;

        Assert.Equal(3, (int)body["steps"]!);
        Assert.Equal(0.1, (double)body["learningRate"]!);
        Assert.False((bool)body["warp"]!);
        Assert.Null(JsonNode.Parse(Call(family, new CallOptions()).Json)!["steps"]);
    }

    [Fact]
    public void Languages_spell_that_warps_are_left_out_in_their_own_way()
    {
        string Written(string language, TaskFamily family) =>
            CallExamples.Languages.Single(l => l.Name == language).Write(Call(family, new CallOptions(5, 0.1, Warp: false)));

        Assert.Contains("-F warp=false", Written("curl", TaskFamily.FewShotImages), StringComparison.Ordinal);
        Assert.Contains("Warp = false,", Written("C#", TaskFamily.FewShotImages), StringComparison.Ordinal);
        Assert.Contains("\"warp\": False", Written("Python", TaskFamily.Sinusoids), StringComparison.Ordinal);
        Assert.Contains("\"warp\": false", Written("JavaScript", TaskFamily.Sinusoids), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_put_together_on_the_page_is_what_is_asked()
    {
        var files = new CallFiles([("it's", "a b.png"), ("two", "c.png")], ["d.png"]);
        var question = new AdaptAndPredictRequest { Support = [new() { X = [0.25], Y = [-7] }], Query = [new() { Id = "x = 0", X = [0] }] };
        foreach (var language in CallExamples.Languages)
        {
            var ofImages = language.Write(Call(TaskFamily.FewShotImages, new CallOptions(Files: files)));
            var ofCurves = language.Write(Call(TaskFamily.Sinusoids, new CallOptions(Question: question)));

            Assert.All(["a b.png", "c.png", "d.png"], name => Assert.Contains(name, ofImages, StringComparison.Ordinal));
            Assert.DoesNotContain("cat", ofImages, StringComparison.Ordinal);
            Assert.All(["0.25", "-7"], number => Assert.Contains(number, ofCurves, StringComparison.Ordinal));
            Assert.DoesNotContain("part", ofCurves, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("-F 'support:it'\\''s=@a b.png'", CallExamples.Languages[0].Write(Call(TaskFamily.FewShotImages, new CallOptions(Files: files))), StringComparison.Ordinal);
    }

    private static Call Call(TaskFamily family, CallOptions how) => new("http://localhost:5080/", "friends", "letters", new TaskSpec { Family = family }, how);
}
