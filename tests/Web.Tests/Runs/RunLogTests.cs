using Bunit;
using WarpGrad.Web.Runs;

namespace WarpGrad.Web.Tests.Runs;

public sealed class RunLogTests : Page
{
    private static readonly RunLogEntry[] Lines =
    [
        new(1, DateTimeOffset.UnixEpoch, "info", "Training began."),
        new(2, DateTimeOffset.UnixEpoch, "warning", "A gradient was clipped."),
        new(3, DateTimeOffset.UnixEpoch, "error", "The gradient is not finite."),
    ];

    [Theory]
    [InlineData("", 3)]
    [InlineData("warning", 2)]
    [InlineData("error", 1)]
    public void Only_lines_of_the_chosen_level_are_shown(string level, int lines)
    {
        var log = Render<RunLog>(parameters => parameters.Add(p => p.Lines, Lines));
        log.Find("select").Change(level);
        Assert.Equal(lines, log.FindAll(".line").Count);
    }

    [Fact]
    public void Lines_are_found_by_their_text()
    {
        var log = Render<RunLog>(parameters => parameters.Add(p => p.Lines, Lines));
        log.Find("input[type=search]").Input("GRADIENT");
        log.WaitForAssertion(() => Assert.Equal(2, log.FindAll(".line").Count));
        log.Find("input[type=search]").Input("nothing like it");
        log.WaitForAssertion(() => Assert.Contains("No line matches", log.Markup, StringComparison.Ordinal));
    }
}
