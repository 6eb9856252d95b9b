using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Web.Runs;

/// <summary>What a blank run of a task family begins with: the defaults, with the few fields changed that would not fit it.</summary>
public static class FamilyBases
{
    /// <summary>The family of a recipe or another part of a spec; few-shot images where it names none.</summary>
    public static TaskFamily FamilyOf(JsonObject spec) =>
        spec["task"]?["family"]?.GetValue<string>() is { } name && Enum.TryParse<TaskFamily>(name, ignoreCase: true, out var family)
            ? family
            : TaskFamily.FewShotImages;

    /// <summary>A document in which a family runs.</summary>
    public static JsonObject Of(TaskFamily family)
    {
        var spec = new RunSpec();
        spec = spec with
        {
            Task = spec.Task with { Family = family },
            Learner = spec.Learner with { Architecture = family.ArchitecturesOf()[0] },
        };
        return JsonNode.Parse(SpecJson.Write(Fit(spec)))!.AsObject();
    }

    private static RunSpec Fit(RunSpec spec) => spec.Task.Family switch
    {
        TaskFamily.MultiShotImages => spec with
        {
            Task = spec.Task with { Shots = 15 },
            Learner = spec.Learner with { Head = HeadKind.Fixed, Normalization = Normalization.Running },
            InnerLoop = spec.InnerLoop with { Steps = 100 },
        },
        TaskFamily.Sinusoids => spec with
        {
            Task = spec.Task with { Shots = 10, Queries = 20 },
            Learner = spec.Learner with { Warp = WarpDesign.Linear },
            InnerLoop = spec.InnerLoop with { LearningRate = 0.01 },
        },
        TaskFamily.ContinualSines => spec with
        {
            Task = spec.Task with { Queries = 20 },
            Learner = spec.Learner with { Warp = WarpDesign.FeedForward },
            MetaLearner = spec.MetaLearner with { Algorithm = MetaAlgorithm.Online, Objective = WarpObjectiveKind.FirstOrder },
            InnerLoop = spec.InnerLoop with { Steps = 20 * spec.Task.Continual.SubTasks, LearningRate = 0.01 },
        },
        TaskFamily.Maze => spec with
        {
            Learner = spec.Learner with { Warp = WarpDesign.Lstm },
            MetaLearner = spec.MetaLearner with
            {
                Algorithm = MetaAlgorithm.Continual,
                Objective = WarpObjectiveKind.NoStep,
                Initialization = InitializationObjective.Stream,
            },
            InnerLoop = spec.InnerLoop with { Optimizer = OptimizerKind.Adam, LearningRate = 0.001 },
            OuterLoop = spec.OuterLoop with { MetaBatch = 1 },
        },
        TaskFamily.Surfaces => spec with
        {
            Learner = spec.Learner with { Warp = WarpDesign.Residual, WarpStart = WarpStart.Identity, Filters = 30 },
            MetaLearner = spec.MetaLearner with { Algorithm = MetaAlgorithm.Online, Initialization = InitializationObjective.None },
            InnerLoop = spec.InnerLoop with { Steps = 100 },
            OuterLoop = spec.OuterLoop with { MetaBatch = 1 },
        },
        _ => spec,
    };
}
