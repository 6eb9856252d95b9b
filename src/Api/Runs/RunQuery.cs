using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Runs;

/// <summary>Which runs of a team are wanted, and in which order.</summary>
/// <param name="Family">Task family.</param>
/// <param name="State">States, separated by commas.</param>
/// <param name="Search">Part of the name, of a tag, of the dataset's name or of the submitter's.</param>
/// <param name="Sort">Order: newest, oldest, name or score.</param>
/// <param name="Tag">A tag.</param>
internal sealed record RunQuery(string? Family, string? State, string? Search, string? Sort, string? Tag)
{
    private TaskFamily? Only => Choices.Parse<TaskFamily>(Family, "family");

    private RunSort Order => Choices.Parse<RunSort>(Sort, "sort") ?? RunSort.Newest;

    /// <summary>The runs of a query that are wanted.</summary>
    private IQueryable<Run> Apply(IQueryable<Run> runs)
    {
        if (Only is { } family)
            runs = runs.Where(r => r.Family == family);
        if (States() is { Length: > 0 } states)
            runs = runs.Where(r => states.Contains(r.State));
        if (Tagging.Wanted(Tag) is { } tag)
            runs = runs.Where(r => r.Tags.Contains(tag));
        if (Searching.Text(Search, "search") is { } pattern)
            runs = runs.Where(r => EF.Functions.ILike(r.Name, pattern, "\\") || EF.Functions.ILike(r.CreatedBy, pattern, "\\")
                || r.Tags.Any(word => EF.Functions.ILike(word, pattern, "\\"))
                || (r.DatasetVersion != null && EF.Functions.ILike(r.DatasetVersion.Dataset!.Name, pattern, "\\")));
        return runs;
    }

    /// <summary>The runs in their order, those after a run only.</summary>
    /// <param name="runs">Runs of the team.</param>
    /// <param name="seen">The last run seen; null for the beginning.</param>
    /// <param name="cancellation">Stops the query.</param>
    public async Task<IQueryable<Run>> AfterAsync(IQueryable<Run> runs, Guid? seen, CancellationToken cancellation)
    {
        var wanted = Apply(runs);
        if (Order is RunSort.Newest)
            return (seen is { } newest ? wanted.Where(r => r.Id < newest) : wanted).OrderByDescending(r => r.Id);
        if (Order is RunSort.Oldest)
            return (seen is { } oldest ? wanted.Where(r => r.Id > oldest) : wanted).OrderBy(r => r.Id);
        var last = seen is null ? null
            : await runs.Where(r => r.Id == seen).Select(r => new Place(r.Id, r.Name, r.Score)).SingleOrDefaultAsync(cancellation)
                ?? throw ApiProblem.Invalid("cursor", "The run after which this page begins is gone: begin at the first page.");
        return Order is RunSort.Name ? ByName(wanted, last) : ByScore(wanted, last);
    }

    private static IOrderedQueryable<Run> ByName(IQueryable<Run> runs, Place? last)
    {
        if (last is not null)
            runs = runs.Where(r => string.Compare(r.Name, last.Name) > 0 || (r.Name == last.Name && r.Id < last.Id));
        return runs.OrderBy(r => r.Name).ThenByDescending(r => r.Id);
    }

    private IOrderedQueryable<Run> ByScore(IQueryable<Run> runs, Place? last)
    {
        if (Only is not { } family)
            throw ApiProblem.Invalid("sort", "Scores of different task families count different things: give 'family', too, to sort by them.");
        // One order for both kinds of scores: the smallest comes first.
        var sign = family.MeasureOf().MoreIsBetter() ? -1 : 1;
        if (last?.Score is { } score)
            runs = runs.Where(r => r.Score == null || sign * r.Score > sign * score || (r.Score == score && r.Id < last.Id));
        else if (last is not null)
            runs = runs.Where(r => r.Score == null && r.Id < last.Id);
        return runs.OrderBy(r => r.Score == null).ThenBy(r => sign * r.Score).ThenByDescending(r => r.Id);
    }

    private RunState[] States() =>
        [.. (State ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => Choices.Parse<RunState>(name, "state")!.Value)];

    private sealed record Place(Guid Id, string Name, double? Score);
}
