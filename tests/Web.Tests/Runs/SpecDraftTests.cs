using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Runs;

namespace WarpGrad.Web.Tests.Runs;

/// <summary>A run spec that is edited as text.</summary>
public sealed class SpecDraftTests
{
    private static readonly SpecField Steps = SpecFields.Find("innerLoop.steps")!;

    [Fact]
    public void The_form_takes_over_what_can_be_read()
    {
        var draft = new SpecDraft();
        Assert.Empty(draft.Take(draft.Json.Replace("\"steps\": 5", "\"steps\": 7", StringComparison.Ordinal)));
        Assert.Equal("7", draft.TextOf(Steps));
    }

    [Fact]
    public void What_is_absent_takes_its_default_and_can_be_edited_further()
    {
        var draft = new SpecDraft();
        Assert.Empty(draft.Take("""{ "task": { "family": "sinusoids", "shots": 10 }, "learner": { "architecture": "mlp", "warp": "linear" } }"""));
        draft.Set(Steps, "3");
        Assert.Equal((TaskFamily.Sinusoids, "3", 0), (draft.Family, draft.TextOf(Steps), draft.Problems));
    }

    [Fact]
    public void Broken_json_names_its_line_and_leaves_the_form_as_it_was()
    {
        var draft = new SpecDraft();
        var before = draft.Json;
        var error = Assert.Single(draft.Take("{\n  \"seed\": 1,\n  \"task\": {,\n}"));
        Assert.Equal(3, error.Line);
        Assert.Equal(before, draft.Json);
    }

    [Theory]
    [InlineData("{\n  \"innerLoop\": {\n    \"stepz\": 5\n  }\n}", 3, "innerLoop.stepz")]
    [InlineData("{\n  \"innerLoop\": {\n    \"steps\": \"five\"\n  }\n}", 3, "innerLoop.steps")]
    [InlineData("{\n  \"innerLoop\": 5\n}", 2, "innerLoop")]
    [InlineData("[]", null, "")]
    [InlineData("null", null, "")]
    public void What_is_no_spec_names_line_and_field(string text, int? line, string path)
    {
        var draft = new SpecDraft();
        var before = draft.Json;
        var error = Assert.Single(draft.Take(text));
        Assert.Equal((line, path), (error.Line, error.Path));
        Assert.Equal(before, draft.Json);
    }

    [Fact]
    public void A_value_out_of_range_is_an_error_at_its_line_and_at_its_field()
    {
        var draft = new SpecDraft();
        var error = Assert.Single(draft.Take("{\n  \"innerLoop\": {\n    \"steps\": 5000\n  }\n}"));
        Assert.Equal((3, Steps.Path), (error.Line, error.Path));
        Assert.Equal(error.Message, draft.ErrorOf(Steps.Path));
    }

    [Fact]
    public void A_value_that_the_form_does_not_show_must_be_right_to_be_taken_over()
    {
        var draft = new SpecDraft();
        var before = draft.Json;
        var error = Assert.Single(draft.Take("{\n  \"task\": {\n    \"maze\": { \"size\": 4 }\n  }\n}"));
        Assert.Equal((3, "task.maze.size"), (error.Line, error.Path));
        Assert.Equal(before, draft.Json);
    }

    [Fact]
    public void The_network_drawn_stays_while_a_value_of_it_is_wrong()
    {
        var draft = new SpecDraft();
        var filters = SpecFields.Find("learner.filters")!;
        draft.Set(filters, "32");
        draft.Set(filters, "0");
        Assert.Equal(32, draft.Buildable.Learner.Filters);
        draft.Set(filters, "16");
        Assert.Equal(16, draft.Buildable.Learner.Filters);
    }

    [Fact]
    public void What_the_server_refused_is_forgotten_with_any_change_of_the_spec()
    {
        var draft = new SpecDraft();
        Action[] changes =
        [
            () => draft.Set(SpecFields.Find("task.dataset")!, Guid.NewGuid().ToString()),
            () => draft.Set(SpecFields.Find("task.shots")!, "2"),
            () => draft.Take(draft.Json.Replace("\"seed\": 1", "\"seed\": 2", StringComparison.Ordinal)),
            () => draft.Start(TaskFamily.MultiShotImages),
            () => draft.TryChange(TaskFamily.FewShotImages),
            draft.Forgive,
        ];
        foreach (var change in changes)
        {
            Assert.Empty(draft.Refuse(new Dictionary<string, string[]> { [$"spec.{Steps.Path}"] = ["Not with these data."] }));
            Assert.Equal("Not with these data.", draft.ErrorOf(Steps.Path));
            change();
            Assert.Null(draft.ErrorOf(Steps.Path));
        }
    }

    [Fact]
    public void A_dataset_that_is_yet_to_be_chosen_is_no_error_of_the_text() => Assert.Empty(new SpecDraft().Take("{}"));
}
