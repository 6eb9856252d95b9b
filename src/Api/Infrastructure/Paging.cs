using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Cursor paging over things whose ids ascend with time, newest first.</summary>
internal static class Paging
{
    private const int DefaultSize = 50;
    private const int LargestSize = 200;

    /// <summary>Rows to take for a requested page size.</summary>
    public static int Size(int? limit) => limit switch
    {
        null => DefaultSize,
        >= 1 and <= LargestSize => limit.Value,
        _ => throw ApiProblem.Invalid("limit", $"'limit' must lie between 1 and {LargestSize}."),
    };

    /// <summary>Reads a cursor that is an id.</summary>
    public static Guid? Id(string? cursor) => cursor is null ? null
        : Guid.TryParse(cursor, out var id) ? id
        : throw ApiProblem.Invalid("cursor", "'cursor' must be the 'next' value of an earlier answer.");

    /// <summary>Makes a page of up to <paramref name="size"/> rows from a query of one row more.</summary>
    public static async Task<Page<TAnswer>> ToPageAsync<TRow, TAnswer>(
        this IQueryable<TRow> rows, int size, Func<TRow, TAnswer> answer, Func<TRow, string> cursor, CancellationToken cancellation)
    {
        var found = await rows.Take(size + 1).ToListAsync(cancellation);
        var page = found.Take(size).ToList();
        return new Page<TAnswer>([.. page.Select(answer)], found.Count > size ? cursor(page[^1]) : null);
    }
}
