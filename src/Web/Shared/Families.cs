using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Shared;

/// <summary>Task families in plain words.</summary>
public static class Families
{
    /// <summary>All families in the order in which they are offered.</summary>
    public static IReadOnlyList<TaskFamily> All { get; } = Enum.GetValues<TaskFamily>();

    /// <summary>Name of a family.</summary>
    public static string Name(TaskFamily family) => family switch
    {
        TaskFamily.FewShotImages => SharedTexts.FewShotImages,
        TaskFamily.MultiShotImages => SharedTexts.MultiShotImages,
        TaskFamily.Sinusoids => SharedTexts.SineCurves,
        TaskFamily.ContinualSines => SharedTexts.CurvesByPart,
        TaskFamily.Maze => SharedTexts.Mazes,
        TaskFamily.Surfaces => SharedTexts.LossSurfaces,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Unknown family."),
    };

    /// <summary>What a learner of the family practises, in one sentence.</summary>
    public static string Sentence(TaskFamily family) => family switch
    {
        TaskFamily.FewShotImages => SharedTexts.PractisesFewShot,
        TaskFamily.MultiShotImages => SharedTexts.PractisesMultiShot,
        TaskFamily.Sinusoids => SharedTexts.PractisesSines,
        TaskFamily.ContinualSines => SharedTexts.PractisesStreams,
        TaskFamily.Maze => SharedTexts.PractisesMazes,
        TaskFamily.Surfaces => SharedTexts.PractisesSurfaces,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Unknown family."),
    };

    /// <summary>The task of a spec in a few words, such as "5-way 1-shot".</summary>
    public static string Task(TaskSpec task) => task.Family switch
    {
        TaskFamily.FewShotImages => SharedTexts.WaysAndShots.With(task.Ways, task.Shots),
        TaskFamily.MultiShotImages => SharedTexts.WaysAndImages.With(task.Ways, Say.Count(task.Shots, SharedTexts.Image, SharedTexts.Images)),
        TaskFamily.Sinusoids => Say.Count(task.Shots, SharedTexts.Point, SharedTexts.Points),
        TaskFamily.ContinualSines => Say.Count(task.Continual.SubTasks, SharedTexts.Part, SharedTexts.Parts),
        TaskFamily.Maze => SharedTexts.MazeSize.With(task.Maze.Size, Say.Count(task.Maze.Moves, SharedTexts.Move, SharedTexts.Moves)),
        TaskFamily.Surfaces => SharedTexts.PerSurface.With(Say.Count(task.Surface.Starts, SharedTexts.Start, SharedTexts.Starts)),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task.Family, "Unknown family."),
    };

    /// <summary>On what the tasks of a test were new.</summary>
    public static string Unseen(TaskFamily family) => family.NeedsDataset() ? SharedTexts.ClassesUnseen : SharedTexts.TasksUnseen;
}
