using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Client.Runs;

/// <summary>Which runs are wanted; what is absent does not matter.</summary>
/// <param name="Family">Only runs of this task family.</param>
/// <param name="States">Only runs in one of these states; all where empty.</param>
/// <param name="Search">Only runs that have this text in their name, in a tag, or in the name of their dataset or submitter.</param>
/// <param name="Sort">Their order; by score within one family only.</param>
/// <param name="Tag">Only runs that have this tag.</param>
public sealed record RunQuery(
    TaskFamily? Family = null, IReadOnlyList<RunState>? States = null, string? Search = null, RunSort Sort = RunSort.Newest, string? Tag = null);
