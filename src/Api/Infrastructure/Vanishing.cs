using Microsoft.EntityFrameworkCore;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Things that were found a moment ago and may be gone by now, because somebody else deleted them.</summary>
internal static class Vanishing
{
    /// <summary>The only row of a query.</summary>
    /// <param name="rows">The query.</param>
    /// <param name="thing">Named in the refusal.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <exception cref="ApiProblem">It is gone.</exception>
    public static async Task<T> SingleOrGoneAsync<T>(this IQueryable<T> rows, string thing, CancellationToken cancellation) where T : class =>
        await rows.SingleOrDefaultAsync(cancellation) ?? throw ApiProblem.NotFound(thing);
}
