using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Models;

namespace WarpGrad.Api.Models;

/// <summary>Which models are wanted.</summary>
/// <param name="Search">Part of the name, address, description or a tag.</param>
/// <param name="Family">Task family of some version.</param>
/// <param name="Tag">A tag.</param>
/// <param name="Starred">Only those that the caller marked.</param>
internal sealed record ModelFilter(string? Search, string? Family, string? Tag, bool? Starred)
{
    /// <summary>The models of a query that are wanted.</summary>
    public IQueryable<Model> Apply(IQueryable<Model> models, Caller caller)
    {
        if (Searching.Text(Search, "search") is { } pattern)
            models = models.Where(m => EF.Functions.ILike(m.Name, pattern, "\\") || EF.Functions.ILike(m.Slug, pattern, "\\")
                || EF.Functions.ILike(m.Description, pattern, "\\") || m.Tags.Any(tag => EF.Functions.ILike(tag, pattern, "\\")));
        if (Choices.Parse<TaskFamily>(Family, "family") is { } family)
            models = models.Where(m => m.Versions.Any(v => v.Family == family));
        if (Tagging.Wanted(Tag) is { } wanted)
            models = models.Where(m => m.Tags.Contains(wanted));
        if (Starred == true)
            models = models.Where(m => m.Stars.Any(s => s.UserId == caller.Id));
        // A model whose first version is not registered yet is none.
        return models.Where(m => m.Versions.Count > 0);
    }
}
