using System.Runtime.InteropServices;
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

    public static TheoryData<Exception, string> Shortages => new()
    {
        { new OutOfMemoryException(), "The worker ran out of memory" },
        { new ExternalException("[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes."), "The worker ran out of memory" },
        { new AggregateException(new InvalidOperationException("x", new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB."))), "The GPU ran out of memory" },
    };

    [Theory]
    [MemberData(nameof(Shortages))]
    public void Want_of_memory_is_told_apart_from_other_failures(Exception exception, string shortage)
    {
        Assert.Equal(shortage, MemoryShortage.Of(exception));
        Assert.StartsWith(shortage + ": use fewer filters", RunFailure.Explain(exception), StringComparison.Ordinal);
        Assert.Null(MemoryShortage.Of(new ExternalException("The size of tensor a (3) must match the size of tensor b (4)")));
    }

    [Fact]
    public void What_the_sentence_itself_says_of_parameters_stays() =>
        Assert.Equal("A (Parameter 'b') of ours.", Sentences.Of(new ArgumentException("A (Parameter 'b') of ours.", "a")));
}
