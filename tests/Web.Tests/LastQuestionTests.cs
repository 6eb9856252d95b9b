using WarpGrad.Contracts;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.Tests;

/// <summary>Answers that come late, twice, or in another order than they were asked for.</summary>
public sealed class LastQuestionTests
{
    private readonly TaskCompletionSource<string> _first = new(), _second = new();
    private readonly List<string> _taken = [];

    [Fact]
    public async Task Only_the_answer_to_the_last_question_is_taken_and_whoever_asked_before_waits_for_it()
    {
        var question = new LastQuestion();
        var (first, second) = (question.AskAsync(() => _first.Task, _taken.Add), question.AskAsync(() => _second.Task, _taken.Add));

        _first.SetResult("first");
        Assert.False(first.IsCompleted);
        _second.SetResult("second");
        await Task.WhenAll(first, second);

        Assert.Equal(["second"], _taken);
    }

    [Fact]
    public async Task An_answer_that_comes_last_but_was_asked_for_first_changes_nothing()
    {
        var question = new LastQuestion();
        var (first, second) = (question.AskAsync(() => _first.Task, _taken.Add), question.AskAsync(() => _second.Task, _taken.Add));

        _second.SetResult("second");
        await second;
        _first.SetException(new HttpRequestException());
        await first;

        Assert.Equal(["second"], _taken);
    }

    [Fact]
    public async Task A_failure_of_the_last_question_is_told_to_all_who_asked()
    {
        var question = new LastQuestion();
        var (first, second) = (question.AskAsync(() => _first.Task, _taken.Add), question.AskAsync(() => _second.Task, _taken.Add));

        _first.SetResult("first");
        _second.SetException(new HttpRequestException());

        await Assert.ThrowsAsync<HttpRequestException>(() => first);
        await Assert.ThrowsAsync<HttpRequestException>(() => second);
        Assert.Empty(_taken);
    }

    [Fact]
    public async Task A_page_of_a_list_that_was_read_anew_meanwhile_is_left_out()
    {
        var list = new PagedList<Guid>(id => id);
        var (old, anew, more) = (Guid.NewGuid(), Guid.NewGuid(), new TaskCompletionSource<Page<Guid>>());
        await list.ReadAsync(_ => Task.FromResult(new Page<Guid>([old], "next")));

        var late = list.ReadMoreAsync(_ => more.Task);
        await list.ReadAsync(_ => Task.FromResult(new Page<Guid>([anew], "next")));
        more.SetResult(new Page<Guid>([Guid.NewGuid()], null));
        await late;

        Assert.Equal([anew], list.Items);
        Assert.True(list.HasMore);
    }
}
