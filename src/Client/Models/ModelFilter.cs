using WarpGrad.Contracts.Specs;

namespace WarpGrad.Client.Models;

/// <summary>Which models are wanted; what is absent does not matter.</summary>
/// <param name="Search">Only models that have this text in their name, address or description.</param>
/// <param name="Family">Only models of this task family.</param>
/// <param name="Tag">Only models with this tag.</param>
/// <param name="Team">Only models of the team with this slug.</param>
/// <param name="Starred">Only models that the caller has marked.</param>
public sealed record ModelFilter(string? Search = null, TaskFamily? Family = null, string? Tag = null, string? Team = null, bool Starred = false);
