using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;

namespace WarpGrad.Engine.Evaluation;

/// <summary>Means and intervals over held-out tasks.</summary>
internal static class EvaluationStatistics
{
    private const double NormalQuantile = 1.959963984540054;

    /// <summary>Sums up the judgements of tasks.</summary>
    /// <param name="measure">What the scores count.</param>
    /// <param name="steps">Adaptation steps after which was judged.</param>
    /// <param name="tasks">Judgements by task, then by judged step.</param>
    /// <param name="details">Further figures of the family.</param>
    public static EvaluationSummary Summarize(
        Measure measure, IReadOnlyList<int> steps, IReadOnlyList<Judgement[]> tasks, IReadOnlyDictionary<string, double> details)
    {
        var scores = tasks.Select(curve => curve[^1].Score).ToArray();
        var mean = scores.Average();
        var variance = scores.Sum(score => (score - mean) * (score - mean)) / Math.Max(scores.Length - 1, 1);
        double[] Curve(Func<Judgement, double> pick) => [.. Enumerable.Range(0, steps.Count).Select(at => tasks.Average(curve => pick(curve[at])))];
        var losses = Curve(judgement => judgement.Loss);
        return new EvaluationSummary(
            measure, mean, NormalQuantile * Math.Sqrt(variance / scores.Length), losses[^1], tasks.Count, steps, Curve(judgement => judgement.Score), losses, details);
    }
}
