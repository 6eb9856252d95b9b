namespace WarpGrad.Engine.Evaluation;

/// <summary>Quality of a learner over held-out tasks after adaptation.</summary>
/// <param name="Accuracy">Mean accuracy after the last adaptation step.</param>
/// <param name="Interval95">Half width of its 95 % confidence interval over tasks.</param>
/// <param name="LossMean">Mean query loss after the last adaptation step.</param>
/// <param name="Tasks">Tasks judged.</param>
/// <param name="Ways">Classes per task.</param>
/// <param name="Shots">Support images per class.</param>
/// <param name="AccuracyCurve">Mean accuracy after 0, 1, … adaptation steps.</param>
/// <param name="LossCurve">Mean query loss after 0, 1, … adaptation steps.</param>
public sealed record EvaluationResult(
    double Accuracy, double Interval95, double LossMean, int Tasks, int Ways, int Shots,
    IReadOnlyList<double> AccuracyCurve, IReadOnlyList<double> LossCurve)
{
    private const double NormalQuantile = 1.959963984540054;

    internal static EvaluationResult From(IReadOnlyList<Adaptation.Judgement[]> tasks, int ways, int shots)
    {
        var accuracies = tasks.Select(curve => curve[^1].Accuracy).ToArray();
        var mean = accuracies.Average();
        var variance = accuracies.Sum(a => (a - mean) * (a - mean)) / Math.Max(accuracies.Length - 1, 1);
        double[] Curve(Func<Adaptation.Judgement, double> pick) =>
            [.. Enumerable.Range(0, tasks[0].Length).Select(step => tasks.Average(curve => pick(curve[step])))];
        var losses = Curve(judgement => judgement.Loss);
        return new EvaluationResult(
            mean, NormalQuantile * Math.Sqrt(variance / accuracies.Length), losses[^1], tasks.Count, ways, shots, Curve(judgement => judgement.Accuracy), losses);
    }
}
