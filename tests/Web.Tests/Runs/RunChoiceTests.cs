using WarpGrad.Client.Runs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Runs;

namespace WarpGrad.Web.Tests.Runs;

public sealed class RunChoiceTests
{
    [Fact]
    public void An_address_becomes_a_filter()
    {
        var filter = new RunChoice("glyph", "maze", "unfinished", "score", "thesis").Wanted;
        Assert.Equal((TaskFamily.Maze, "glyph", RunSort.Score, "thesis"), (filter.Family, filter.Search, filter.Sort, filter.Tag));
        Assert.Equal([RunState.Queued, RunState.Running, RunState.Pausing, RunState.Paused, RunState.Cancelling], filter.States);
    }

    [Fact]
    public void What_an_address_has_wrong_counts_as_not_said() =>
        Assert.Equal(new RunQuery(), new RunChoice("", "chess", "asleep", "backwards").Wanted with { States = null });

    [Fact]
    public void Scores_of_several_families_are_not_sorted_by() =>
        Assert.Equal((RunSort.Newest, null), (new RunChoice(Sort: "score").Wanted.Sort, new RunChoice(Sort: "score").Query["sort"]));
}
