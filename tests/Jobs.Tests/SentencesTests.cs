using WarpGrad.Jobs.Runs;

namespace WarpGrad.Jobs.Tests;

/// <summary>What people read of exceptions.</summary>
public sealed class SentencesTests
{
    public static TheoryData<ArgumentException> Said => new()
    {
        new ArgumentException("The goal cannot be reached."),
        new ArgumentException("The goal cannot be reached.", "goal"),
        new ArgumentOutOfRangeException("goal", 7, "The goal cannot be reached."),
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void The_name_of_a_parameter_is_left_out(ArgumentException exception)
    {
        Assert.Equal("The goal cannot be reached.", Sentences.Of(exception));
        Assert.Equal("The run spec and the dataset do not fit together: The goal cannot be reached.", RunFailure.Explain(exception));
    }

    [Fact]
    public void What_the_sentence_itself_says_of_parameters_stays() =>
        Assert.Equal("A (Parameter 'b') of ours.", Sentences.Of(new ArgumentException("A (Parameter 'b') of ours.", "a")));
}
