using WarpGrad.Contracts.Specs;

namespace WarpGrad.Api.Models.Cards;

/// <summary>What one must not expect of a model, as far as its record tells.</summary>
internal static class CardLimits
{
    private const int FewTasks = 100;

    public static IEnumerable<string> Of(RecordedModel record)
    {
        var (spec, result) = (record.Spec, ModelAnswers.Result(record.Version));
        if (spec.Task.Family.NeedsDataset())
        {
            yield return "Measured on classes of the same dataset that training did not see; images of another kind can lie far off.";
            if (spec.Learner.Head == HeadKind.Fixed)
                yield return $"Its classifier has {spec.Task.Ways} outputs: it adapts to at most {spec.Task.Ways} classes.";
            if (spec.Learner.Normalization == Normalization.Transductive)
                yield return "Its figures were measured with statistics of the query images, as some papers do; single images get other answers.";
        }
        else
        {
            yield return "Trained and measured on tasks drawn from the same ranges; outside of them nothing is known.";
        }

        if (result is null)
            yield return "No result was measured in this installation.";
        else if (result.Tasks < FewTasks)
            yield return $"Measured on {result.Tasks} test tasks only: the interval is wide.";
        if (record.Seeds.Count < 2 && record.Version.Run is not null)
            yield return "One seed: how much runs of other seeds differ is not known. The interval is over test tasks alone.";
        if (BudgetRules.EndedByTime(spec, record.Version.Step))
            yield return "Training ended by a time limit: it cannot be repeated to the bit.";
        if (result is not null && record.Baselines.Count == 0)
            yield return "No other method was run with the same budget, so nothing is said about what the warp-layers bring.";
    }
}
