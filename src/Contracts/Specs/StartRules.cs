namespace WarpGrad.Contracts.Specs;

/// <summary>Checks whether a run can start from a model: only a learner with the same parameters can take over their values.</summary>
public static class StartRules
{
    /// <summary>Everything that differs and must not; empty when the run can start from the model.</summary>
    /// <param name="spec">Spec of the run.</param>
    /// <param name="parent">Spec of the model.</param>
    public static IReadOnlyList<SpecError> Check(RunSpec spec, RunSpec parent) =>
    [
        .. SpecFields.All.Where(field => Decides(field, spec) || Decides(field, parent)).Select(field => Compare(field, spec, parent)).OfType<SpecError>(),
    ];

    private static bool Decides(SpecField field, RunSpec spec) => SpecFields.Applies(field, spec) && field.Path switch
    {
        "task.family" or "innerLoop.learnedRates" => true,
        "task.ways" => spec.Learner.Head == HeadKind.Fixed,
        // Learned rates belong to what adaptation moves, and momenta come with the optimiser that has them.
        "innerLoop.adapts" or "innerLoop.optimizer" => spec.InnerLoop.LearnedRates != LearnedRates.None,
        _ => field.Path.StartsWith("learner.", StringComparison.Ordinal),
    };

    private static SpecError? Compare(SpecField field, RunSpec spec, RunSpec parent)
    {
        var (own, given) = (SpecFields.Text(field, spec), SpecFields.Text(field, parent));
        return own == given ? null : new SpecError(field.Path, $"{field.Label} is {Quoted(own)}, but {Quoted(given)} in the spec of the model to start from: keep it as it is there.");
    }

    private static string Quoted(string value) => value.Length > 0 ? $"'{value}'" : "empty";
}
