using System.CommandLine;
using System.Text.Json.Nodes;
using WarpGrad.Cli.Recipes;
using WarpGrad.Cli.Runs;

namespace WarpGrad.Cli.Tests;

/// <summary>Settings laid over a recipe.</summary>
public sealed class OverridesTests
{
    [Fact]
    public void Settings_become_parts_of_a_spec_with_values_of_the_right_kind()
    {
        var parts = Overrides.Parse(
            ["innerLoop.steps=3", "innerLoop.learningRate=1e-2", "task.rotations=false", "learner.warp = conv1x1", "learner.warpedLayers=conv2, conv4", "outerLoop.warp.learningRate=0.5"]);

        var expected = JsonNode.Parse("""
            {
              "innerLoop": { "steps": 3, "learningRate": 0.01 },
              "task": { "rotations": false },
              "learner": { "warp": "conv1x1", "warpedLayers": "conv2, conv4" },
              "outerLoop": { "warp": { "learningRate": 0.5 } }
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, parts), parts.ToJsonString());
    }

    [Fact]
    public void The_last_of_two_settings_of_one_field_counts() =>
        Assert.Equal(2L, (long)Overrides.Parse(["task.ways=5", "task.ways=2"])["task"]!["ways"]!);

    [Theory]
    [InlineData("innerLoop.steps", "path=value")]
    [InlineData("innerLoop.stepz=3", "innerLoop.steps")]
    [InlineData("steps=3", "innerLoop.steps")]
    [InlineData("innerLoop=3", "no setting")]
    [InlineData("innerLoop.steps=many", "a whole number")]
    [InlineData("innerLoop.learningRate=fast", "a number")]
    [InlineData("innerLoop.learningRate=1e999", "a number")]
    [InlineData("task.rotations=yes", "true or false")]
    [InlineData("learner.warp=conv9x9", "conv3x3")]
    [InlineData("seed=1", "--seeds")]
    [InlineData("task.dataset=glyphs", "--dataset")]
    public void What_cannot_be_set_is_refused_with_help(string setting, string help)
    {
        var refused = Assert.Throws<CliException>(() => Overrides.Parse([setting]));

        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains(help, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("submit", "seed=2", """{"seed":2}""")]
    [InlineData("clone", "seed=2", """{"seed":2}""")]
    [InlineData("clone", "task.dataset=1b0c3a52-9a1e-4c1c-8a54-0c7a3e9d9f10", """{"task":{"dataset":"1b0c3a52-9a1e-4c1c-8a54-0c7a3e9d9f10"}}""")]
    public void What_a_command_has_no_option_for_can_be_set(string command, string setting, string parts) =>
        Assert.Equal(parts, Overrides.Parse([setting], Of(command)).ToJsonString());

    [Fact]
    public void What_a_command_has_an_option_for_is_set_by_that_alone() =>
        Assert.Equal("'task.dataset' is set by --dataset.", Assert.Throws<CliException>(() => Overrides.Parse(["task.dataset=glyphs"], Of("submit"))).Message);

    private static Command Of(string name) => RunsCommand.Create().Subcommands.Single(command => command.Name == name);
}
