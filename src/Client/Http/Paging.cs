using System.Runtime.CompilerServices;
using WarpGrad.Contracts;

namespace WarpGrad.Client.Http;

/// <summary>Walks paged lists.</summary>
internal static class Paging
{
    /// <summary>Every item of every page, read as the caller gets to it.</summary>
    public static async IAsyncEnumerable<T> AllAsync<T>(Func<string?, CancellationToken, Task<Page<T>>> read, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? cursor = null;
        do
        {
            var page = await read(cursor, cancel).ConfigureAwait(false);
            foreach (var item in page.Items)
                yield return item;
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
