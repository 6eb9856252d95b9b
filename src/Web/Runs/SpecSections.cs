using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.Runs;

/// <summary>Fields of a run spec that are shown together.</summary>
/// <param name="Key">Name of its object in the document; empty for fields at the top.</param>
/// <param name="Name">Heading.</param>
/// <param name="Help">One line on what the section decides.</param>
/// <param name="Groups">Its fields; those of an inner object have that object's name.</param>
public sealed record SpecSection(string Key, string Name, string Help, IReadOnlyList<(string Name, IReadOnlyList<SpecField> Fields)> Groups);

/// <summary>Arranges the declared fields for reading; a field added to the declarations appears by itself.</summary>
public static class SpecSections
{
    /// <summary>Key of the section that makes the network.</summary>
    public const string Network = "learner";

    // These are chosen before all others, above the form.
    private static readonly string[] Elsewhere = ["task.family", "task.dataset"];

    /// <summary>All sections in document order, those fields last that stand at the top of the document.</summary>
    public static IReadOnlyList<SpecSection> All { get; } =
    [
        .. SpecFields.All
            .Where(field => !Elsewhere.Contains(field.Path) && (field.Min is null || field.Min != field.Max))
            .GroupBy(field => field.Path.Contains('.', StringComparison.Ordinal) ? field.Path.Split('.')[0] : "")
            .OrderBy(section => section.Key.Length == 0)
            .Select(section => new SpecSection(section.Key, section.Key.Length == 0 ? RunsTexts.Run : Name(section.Key), Help(section.Key), Groups(section))),
    ];

    private static (string, IReadOnlyList<SpecField>)[] Groups(IEnumerable<SpecField> section) =>
        [.. section.GroupBy(field => string.Join(' ', field.Path.Split('.').Skip(1).SkipLast(1)))
            .Select(group => (Name(group.Key), (IReadOnlyList<SpecField>)[.. group]))];

    private static string Name(string part) => part switch
    {
        "task" => RunsTexts.SectionTask,
        "sinusoid" => RunsTexts.GroupSinusoid,
        "continual" => RunsTexts.GroupContinual,
        "maze" => RunsTexts.GroupMaze,
        "surface" => RunsTexts.GroupSurface,
        "learner" => RunsTexts.SectionLearner,
        "metaLearner" => RunsTexts.MetaLearner,
        "innerLoop" => RunsTexts.InnerLoop,
        "outerLoop" => RunsTexts.OuterLoop,
        "warp" => RunsTexts.GroupWarp,
        "initialization" => RunsTexts.Initialisation,
        "rates" => RunsTexts.LearnedRates,
        "evaluation" => RunsTexts.SectionEvaluation,
        _ => Say.Capital(Say.Words(part)),
    };

    private static string Help(string section) => section switch
    {
        "" => RunsTexts.RunHelp,
        "task" => RunsTexts.TaskHelp,
        "learner" => RunsTexts.LearnerHelp,
        "metaLearner" => RunsTexts.MetaLearnerHelp,
        "innerLoop" => RunsTexts.InnerLoopHelp,
        "outerLoop" => RunsTexts.OuterLoopHelp,
        "evaluation" => RunsTexts.EvaluationHelp,
        _ => "",
    };
}
