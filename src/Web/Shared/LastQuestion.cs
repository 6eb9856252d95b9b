namespace WarpGrad.Web.Shared;

/// <summary>Asks what may be asked anew before the answer is there: only the answer to the last question counts, in whatever order they come.</summary>
public sealed class LastQuestion
{
    private Task _last = Task.CompletedTask;
    private int _asked;

    /// <summary>Asks anew. Ends as the last question does, be it this one or one asked meanwhile.</summary>
    /// <param name="ask">Asks.</param>
    /// <param name="take">Takes the answer over.</param>
    public Task AskAsync<T>(Func<Task<T>> ask, Action<T> take) => _last = AnswerAsync(ask, take, ++_asked);

    private async Task AnswerAsync<T>(Func<Task<T>> ask, Action<T> take, int mine)
    {
        try
        {
            var answer = await ask();
            if (mine == _asked)
            {
                take(answer);
                return;
            }
        }
        catch (Exception) when (mine != _asked)
        {
            // Nobody wants to know any more.
        }

        await _last;
    }
}
