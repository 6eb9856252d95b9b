using Bunit;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Runs;

namespace WarpGrad.Web.Tests.Runs;

public sealed class SpecEditorTests : Page
{
    private static readonly SpecField Steps = SpecFields.Find("innerLoop.steps")!;

    private readonly SpecDraft _draft = new();

    [Fact]
    public void Typing_changes_the_form_and_keeps_the_text_as_typed()
    {
        var told = 0;
        var editor = Render<SpecEditor>(parameters => parameters.Add(p => p.Draft, _draft).Add(p => p.Changed, () => told++));

        editor.Find("textarea").Input("""{"innerLoop":{"steps":9}}""");

        Assert.Equal(("9", 1), (_draft.TextOf(Steps), told));
        Assert.Equal("""{"innerLoop":{"steps":9}}""", editor.Find("textarea").GetAttribute("value"));

        editor.Find("textarea").Blur();
        Assert.Equal(_draft.Json, editor.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void The_text_follows_the_form()
    {
        var editor = Render<SpecEditor>(parameters => parameters.Add(p => p.Draft, _draft));
        editor.Find("textarea").Input("{ broken");

        _draft.Set(Steps, "8");
        editor.Render();

        Assert.Contains("\"steps\": 8", editor.Find("textarea").GetAttribute("value"), StringComparison.Ordinal);
        Assert.Empty(editor.FindAll(".field-error"));
    }

    [Fact]
    public void An_error_is_said_with_its_line()
    {
        var editor = Render<SpecEditor>(parameters => parameters.Add(p => p.Draft, _draft));

        editor.Find("textarea").Input("{\n  \"seed\": -1\n}");

        Assert.StartsWith("Line 2: Seed must lie between", editor.Find(".field-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", editor.Find("textarea").GetAttribute("aria-invalid"));
    }
}
