using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Comparisons;

/// <summary>Two runs or two model versions side by side.</summary>
/// <param name="Left">The first.</param>
/// <param name="Right">The second.</param>
/// <param name="Differences">Where their specs differ.</param>
/// <param name="Scores">Their results against each other; null when one has none or they count different things.</param>
public sealed record Comparison(ComparedThing Left, ComparedThing Right, IReadOnlyList<SpecDifference> Differences, ScoreComparison? Scores);

/// <summary>One of two things compared.</summary>
/// <param name="Name">Name shown.</param>
/// <param name="Address">Page that shows it, relative to the installation.</param>
/// <param name="Step">Meta-steps done.</param>
/// <param name="DatasetHash">Content hash of its dataset; null where it needs none.</param>
/// <param name="Result">Result on test tasks.</param>
public sealed record ComparedThing(string Name, string Address, long Step, string? DatasetHash, EvaluationSummary? Result);

/// <summary>A field in which two specs differ.</summary>
/// <param name="Path">Dotted path of the field.</param>
/// <param name="Label">Name of the field in the form.</param>
/// <param name="Left">Value of the first, as text.</param>
/// <param name="Right">Value of the second, as text.</param>
/// <param name="Sentence">The difference in words.</param>
public sealed record SpecDifference(string Path, string Label, string Left, string Right, string Sentence);

/// <summary>Two results against each other.</summary>
/// <param name="Measure">What the scores count.</param>
/// <param name="Difference">Mean score of the second minus that of the first.</param>
/// <param name="Interval95">Half-width of the 95 % confidence interval of the difference.</param>
/// <param name="Probability">Two-sided p-value of "no difference"; null when it cannot be computed.</param>
/// <param name="Paired">Whether both met the very same test tasks, so that each task counts against itself.</param>
/// <param name="Tasks">Test tasks of each.</param>
/// <param name="Sentence">What it says, in words.</param>
public sealed record ScoreComparison(
    Measure Measure, double Difference, double Interval95, double? Probability, bool Paired, int Tasks, string Sentence);
