using WarpGrad.Contracts.Runs;

namespace WarpGrad.Cli.Results;

/// <summary>Results of several seeds in one.</summary>
/// <param name="Score">Score after adaptation.</param>
/// <param name="Loss">Loss after adaptation.</param>
/// <param name="Steps">Adaptation steps after which the learner was judged.</param>
/// <param name="ScoreByStep">Score after each of them.</param>
/// <param name="LossByStep">Loss after each of them.</param>
/// <param name="Details">Further figures of the family by name.</param>
internal sealed record ResultSummary(
    Spread Score, Spread Loss, IReadOnlyList<int> Steps, IReadOnlyList<Spread> ScoreByStep, IReadOnlyList<Spread> LossByStep,
    IReadOnlyDictionary<string, Spread> Details)
{
    /// <summary>Joins the results; null where there is none.</summary>
    /// <param name="results">Results of one spec under several seeds.</param>
    public static ResultSummary? Of(IReadOnlyList<EvaluationSummary> results)
    {
        if (results.Count == 0)
            return null;
        var steps = results[0].Steps;
        return new ResultSummary(
            Over(results, r => r.Score), Over(results, r => r.Loss), steps,
            [.. steps.Select((_, place) => Over(results, r => r.ScoreByStep[place]))],
            [.. steps.Select((_, place) => Over(results, r => r.LossByStep[place]))],
            results[0].Details.Keys.Where(name => results.All(r => r.Details.ContainsKey(name)))
                .ToDictionary(name => name, name => Over(results, r => r.Details[name])));
    }

    private static Spread Over(IReadOnlyList<EvaluationSummary> results, Func<EvaluationSummary, double> figure) =>
        Spread.Of([.. results.Select(figure)]);
}
