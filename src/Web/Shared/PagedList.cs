using WarpGrad.Contracts;

namespace WarpGrad.Web.Shared;

/// <summary>The part of a list that was read so far, page by page. Answers that come too late, or twice, do no harm.</summary>
/// <param name="id">What items are told apart by.</param>
public sealed class PagedList<T>(Func<T, Guid> id)
{
    private readonly LastQuestion _question = new();
    private string? _next;

    /// <summary>What was read so far.</summary>
    public List<T> Items { get; private set; } = [];

    /// <summary>Whether it was read at all.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Whether there is more.</summary>
    public bool HasMore => _next is not null;

    /// <summary>Reads from the beginning.</summary>
    /// <param name="ask">Asks for the page at a cursor; the first one at null.</param>
    public Task ReadAsync(Func<string?, Task<Page<T>>> ask) =>
        _question.AskAsync(() => ask(null), page => (Items, _next, IsRead) = ([.. page.Items], page.Next, true));

    /// <summary>Reads the next page.</summary>
    /// <param name="ask">Asks for the page at a cursor.</param>
    public async Task ReadMoreAsync(Func<string?, Task<Page<T>>> ask)
    {
        var (items, from) = (Items, _next);
        var page = await ask(from);
        // Meanwhile the list may have been read anew, or this page twice.
        if (items != Items || from != _next)
            return;
        items.AddRange([.. page.Items.ExceptBy(items.Select(id), id)]);
        _next = page.Next;
    }
}
