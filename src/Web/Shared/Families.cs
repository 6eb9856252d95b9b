using WarpGrad.Contracts.Specs;

namespace WarpGrad.Web.Shared;

/// <summary>Task families in plain words.</summary>
public static class Families
{
    /// <summary>All families in the order in which they are offered.</summary>
    public static IReadOnlyList<TaskFamily> All { get; } = Enum.GetValues<TaskFamily>();

    /// <summary>Name of a family.</summary>
    public static string Name(TaskFamily family) => family switch
    {
        TaskFamily.FewShotImages => "Few-shot images",
        TaskFamily.MultiShotImages => "Multi-shot images",
        TaskFamily.Sinusoids => "Sine curves",
        TaskFamily.ContinualSines => "Curves, part by part",
        TaskFamily.Maze => "Mazes",
        TaskFamily.Surfaces => "Loss surfaces",
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Unknown family."),
    };

    /// <summary>What a learner of the family practises, in one sentence.</summary>
    public static string Sentence(TaskFamily family) => family switch
    {
        TaskFamily.FewShotImages => "Tell new classes of images apart after seeing one or a few examples of each.",
        TaskFamily.MultiShotImages => "Learn a whole group of classes, such as an alphabet, from many images in many steps.",
        TaskFamily.Sinusoids => "Draw a curve through a handful of points.",
        TaskFamily.ContinualSines => "Learn a curve one part after the other without forgetting the parts before.",
        TaskFamily.Maze => "Find a hidden goal in a maze by trial and reward.",
        TaskFamily.Surfaces => "Walk down a bumpy landscape and end lower than plain gradient descent.",
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Unknown family."),
    };

    /// <summary>The task of a spec in a few words, such as "5-way 1-shot".</summary>
    public static string Task(TaskSpec task) => task.Family switch
    {
        TaskFamily.FewShotImages => $"{task.Ways}-way {task.Shots}-shot",
        TaskFamily.MultiShotImages => $"{task.Ways}-way, {Say.Count(task.Shots, "image", "images")} per class",
        TaskFamily.Sinusoids => Say.Count(task.Shots, "point", "points"),
        TaskFamily.ContinualSines => Say.Count(task.Continual.SubTasks, "part", "parts"),
        TaskFamily.Maze => $"{task.Maze.Size} × {task.Maze.Size} cells, {Say.Count(task.Maze.Moves, "move", "moves")}",
        TaskFamily.Surfaces => Say.Count(task.Surface.Starts, "start", "starts") + " per surface",
        _ => throw new ArgumentOutOfRangeException(nameof(task), task.Family, "Unknown family."),
    };

    /// <summary>On what the tasks of a test were new.</summary>
    public static string Unseen(TaskFamily family) => family.NeedsDataset() ? "classes never seen" : "tasks never seen";
}
