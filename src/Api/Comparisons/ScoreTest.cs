using System.Globalization;
using MathNet.Numerics.Distributions;
using WarpGrad.Api.Models.Cards;
using WarpGrad.Contracts.Comparisons;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Api.Comparisons;

/// <summary>Whether two results differ by more than chance: Student's t-test over tasks, paired where both met the same tasks, else Welch's.</summary>
internal static class ScoreTest
{
    private const double Level = 0.05;
    private const double Normal95 = 1.96;

    /// <summary>The second against the first; null when one has no result or they count different things.</summary>
    public static ScoreComparison? Compare(ComparisonsApi.Subject left, ComparisonsApi.Subject right)
    {
        if (left.Thing.Result is not { } a || right.Thing.Result is not { } b || a.Measure != b.Measure)
            return null;
        return left.TaskScores is { Length: > 1 } x && right.TaskScores is { Length: > 1 } y && x.Length == y.Length && SameTasks(left, right)
            ? Paired(a.Measure, x, y)
            : Unpaired(a, b);
    }

    /// <summary>Test tasks follow from data, task and seed alone, whatever the method.</summary>
    private static bool SameTasks(ComparisonsApi.Subject left, ComparisonsApi.Subject right) =>
        left.Thing.DatasetHash == right.Thing.DatasetHash
        && left.Spec.Seed == right.Spec.Seed
        && left.Spec.Task with { Dataset = null } == right.Spec.Task with { Dataset = null };

    private static ScoreComparison Paired(Measure measure, double[] left, double[] right)
    {
        var differences = left.Zip(right, (a, b) => b - a).ToArray();
        var mean = differences.Average();
        var error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1) / differences.Length);
        return Judge(measure, mean, error, differences.Length - 1, paired: true, differences.Length);
    }

    private static ScoreComparison Unpaired(EvaluationSummary a, EvaluationSummary b)
    {
        // Results keep the interval of the mean; its half-width is 1.96 standard errors.
        var (sa, sb) = (Square(a.Interval95 / Normal95), Square(b.Interval95 / Normal95));
        var error = Math.Sqrt(sa + sb);
        var freedom = error > 0 && a.Tasks > 1 && b.Tasks > 1 ? Square(sa + sb) / (Square(sa) / (a.Tasks - 1) + Square(sb) / (b.Tasks - 1)) : 1;
        return Judge(a.Measure, b.Score - a.Score, error, freedom, paired: false, Math.Min(a.Tasks, b.Tasks));
    }

    private static ScoreComparison Judge(Measure measure, double difference, double error, double freedom, bool paired, int tasks)
    {
        var known = error > 0 && double.IsFinite(error) && double.IsFinite(difference);
        double? probability = known ? 2 * (1 - StudentT.CDF(0, 1, freedom, Math.Abs(difference) / error)) : null;
        var interval = known ? error * StudentT.InvCDF(0, 1, freedom, 1 - Level / 2) : 0;
        return new ScoreComparison(measure, difference, interval, probability, paired, tasks, Sentence(measure, difference, interval, probability, paired, tasks));
    }

    private static string Sentence(Measure measure, double difference, double interval, double? probability, bool paired, int tasks)
    {
        var how = paired ? $"task by task over the same {tasks} test tasks" : $"over different test tasks, {tasks} or more each";
        if (difference == 0)
            return $"Both have the same score, compared {how}.";
        var better = difference > 0 == measure.MoreIsBetter() ? "second" : "first";
        var size = $"{ScoreText.Of(measure, Math.Abs(difference))} ± {ScoreText.Of(measure, interval)}";
        if (probability is not { } p)
            return $"The {better} is better by {ScoreText.Of(measure, Math.Abs(difference))}, compared {how}; how much of it is chance cannot be said.";
        var chance = p < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.000}");
        return p < Level
            ? $"The {better} is better by {size}, compared {how} ({chance}). This says nothing about other seeds."
            : $"No difference beyond chance: the {better} is ahead by {size}, compared {how} ({chance}).";
    }

    private static double Square(double x) => x * x;
}
