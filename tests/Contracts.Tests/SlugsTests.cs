namespace WarpGrad.Contracts.Tests;

public sealed class SlugsTests
{
    [Theory]
    [InlineData("Tiny model", "tiny-model")]
    [InlineData("  5-way, 1-shot! ", "5-way-1-shot")]
    [InlineData("正弦", "model")]
    public void A_slug_has_the_Latin_letters_and_digits_of_a_name(string name, string slug) => Assert.Equal(slug, Slugs.From(name, "model"));

    [Fact]
    public void A_slug_that_another_name_has_gets_the_first_number_that_is_free()
    {
        var wanted = new string('a', Slugs.Longest);

        Assert.Equal(wanted, Slugs.FreeFrom(wanted + "!", "model", []));
        Assert.Equal($"{wanted}-3", Slugs.FreeFrom(wanted + "!", "model", [wanted, "b", $"{wanted}-2", $"{wanted}-4"]));
        Assert.Equal("model-2", Slugs.FreeFrom("迷路", "model", ["model"]));
    }
}
