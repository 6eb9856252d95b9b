using WarpGrad.Cli.Recipes;

namespace WarpGrad.Cli.Tests;

/// <summary>Lists of seeds.</summary>
public sealed class SeedListTests
{
    [Theory]
    [InlineData("7", new long[] { 7 })]
    [InlineData("1-5", new long[] { 1, 2, 3, 4, 5 })]
    [InlineData("1,2,7-9", new long[] { 1, 2, 7, 8, 9 })]
    [InlineData(" 3 , 1 - 2 ", new long[] { 3, 1, 2 })]
    [InlineData("0", new long[] { 0 })]
    public void Numbers_and_ranges_are_read_in_the_order_written(string text, long[] seeds) => Assert.Equal(seeds, SeedList.Parse(text));

    [Theory]
    [InlineData("", "no list of seeds")]
    [InlineData("1,", "no list of seeds")]
    [InlineData("-1", "no list of seeds")]
    [InlineData("1-2-3", "no list of seeds")]
    [InlineData("one", "no list of seeds")]
    [InlineData("1.5", "no list of seeds")]
    [InlineData("9007199254740992", "no list of seeds")]
    [InlineData("5-1", "backwards")]
    [InlineData("1,1-3", "twice")]
    [InlineData("1-1000000", "more than")]
    public void What_is_no_list_is_refused_with_a_reason(string text, string reason)
    {
        var refused = Assert.Throws<CliException>(() => SeedList.Parse(text));

        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }
}
