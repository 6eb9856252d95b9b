using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>The task distribution p(τ).</summary>
public sealed record TaskSpec
{
    private const string OfImages = "task.family: fewShotImages | multiShotImages";
    private const string OfFewShots = "task.family: fewShotImages";

    /// <summary>Family of tasks.</summary>
    [SpecField("What kind of problems it practises on.", Label = "Task family")]
    public TaskFamily Family { get; init; } = TaskFamily.FewShotImages;

    /// <summary>Dataset whose classes the tasks are made of.</summary>
    [SpecField("Dataset whose classes the tasks are made of.", Label = "Dataset", When = OfImages)]
    public Guid? Dataset { get; init; }

    /// <summary>Classes per task.</summary>
    [SpecField("Classes in each training task. A model with a shared or proto head adapts to any number of classes.", Label = "Ways", Min = 2, Max = 100, Unit = "classes", When = OfImages)]
    public int Ways { get; init; } = 5;

    /// <summary>Labelled (support) examples: images per class, or points of a curve.</summary>
    [SpecField("Labelled examples that the learner adapts on: images per class, or points of a curve.", Label = "Shots", Min = 1, Max = 50, Unit = "examples", When = "task.family: fewShotImages | multiShotImages | sinusoids")]
    public int Shots { get; init; } = 1;

    /// <summary>Query examples: images per class, or points of a curve.</summary>
    [SpecField("Further examples that judge the adapted learner: images per class, or points of a curve.", Label = "Queries", Min = 1, Max = 200, Unit = "examples", When = "task.family: fewShotImages | multiShotImages | sinusoids | continualSines")]
    public int Queries { get; init; } = 5;

    /// <summary>Examples per adaptation step, where a task has more than fit one.</summary>
    [SpecField("Examples drawn from the task for each adaptation step.", Label = "Batch", Min = 1, Max = 1024, Unit = "examples", When = "task.family: multiShotImages | continualSines")]
    public int Batch { get; init; } = 20;

    /// <summary>Number of training tasks.</summary>
    [SpecField("How many training tasks (groups, such as alphabets) there are; 0 uses all of the dataset. Which ones follows from the seed.", Label = "Training tasks", Min = 0, Max = 10000, Unit = "tasks", When = "task.family: multiShotImages")]
    public int TrainingTasks { get; init; }

    /// <summary>Whether all classes of a task come from one group.</summary>
    [SpecField("Draw the classes of a task from one group (one alphabet), which makes tasks harder and more like real ones.", Label = "Within one group", When = OfFewShots)]
    public bool WithinGroup { get; init; }

    /// <summary>Whether quarter turns of a class count as further training classes.</summary>
    [SpecField("Count quarter turns of a class as new training classes (usual for characters).", Label = "Rotations as classes", When = OfFewShots)]
    public bool Rotations { get; init; }

    /// <summary>Whether images are randomly shifted, turned and scaled on every access.</summary>
    [SpecField("Shift, turn and scale images at random on every access: a little in few-shot training, fully (as the paper's multi-shot protocol does, in judging too) in multi-shot tasks.", Label = "Affine augmentation", When = OfImages)]
    public bool Augmentation { get; init; }

    /// <summary>Part of the training tasks that are distorted.</summary>
    [SpecField("Part of the training tasks all of whose images are mirrored (or not), turned, made narrower or lower and sheared in the same way, as if their characters came from an alphabet that nobody has written. Features soon fit the training classes so well that adapting to them has nothing to gain, and so nothing to learn from; those they do not fit.", Label = "Distorted tasks", Min = 0, Max = 1, Advanced = true, When = OfFewShots)]
    public double DistortedTasks { get; init; }

    /// <summary>Sinusoid regression.</summary>
    public SinusoidSpec Sinusoid { get; init; } = new();

    /// <summary>Continual sine regression.</summary>
    public ContinualSpec Continual { get; init; } = new();

    /// <summary>Maze navigation.</summary>
    public MazeSpec Maze { get; init; } = new();

    /// <summary>Loss surfaces.</summary>
    public SurfaceSpec Surface { get; init; } = new();
}

/// <summary>Families of tasks.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TaskFamily>))]
public enum TaskFamily
{
    /// <summary>Few-shot image classification from the classes of a dataset (paper §4.1).</summary>
    FewShotImages,

    /// <summary>Image classification with many images per class and many adaptation steps; a group of classes is a task (paper §4.2).</summary>
    MultiShotImages,

    /// <summary>Few-shot regression of sine curves.</summary>
    Sinusoids,

    /// <summary>Parts of a curve learned one after the other without forgetting (paper §4.3 c.2).</summary>
    ContinualSines,

    /// <summary>An agent that looks for a goal in a maze by reinforcement learning (paper §4.3 c.1).</summary>
    Maze,

    /// <summary>Gradient descent on two-dimensional loss surfaces (paper App. D).</summary>
    Surfaces,
}

/// <summary>Sine curves y = a·sin(x + p) with uniform a, p and x.</summary>
public sealed record SinusoidSpec
{
    private const string Curves = "task.family: sinusoids";

    /// <summary>Smallest amplitude.</summary>
    [SpecField("Smallest amplitude.", Label = "Smallest amplitude", Min = 0, Max = 100, When = Curves, Advanced = true)]
    public double SmallestAmplitude { get; init; } = 0.1;

    /// <summary>Largest amplitude.</summary>
    [SpecField("Largest amplitude.", Label = "Largest amplitude", Min = 0, Max = 100, When = Curves, Advanced = true)]
    public double LargestAmplitude { get; init; } = 5;

    /// <summary>Largest phase.</summary>
    [SpecField("Largest phase; the smallest is 0.", Label = "Largest phase", Min = 0, Max = 7, Unit = "radians", When = Curves, Advanced = true)]
    public double LargestPhase { get; init; } = Math.PI;

    /// <summary>Half width of the interval of x.</summary>
    [SpecField("Inputs lie between minus this and this.", Label = "Range of x", Min = 0.1, Max = 100, When = Curves, Advanced = true)]
    public double Range { get; init; } = 5;

    /// <summary>Standard deviation of noise on support targets.</summary>
    [SpecField("Standard deviation of noise on the support examples' targets.", Label = "Noise", Min = 0, Max = 100, When = Curves, Advanced = true)]
    public double Noise { get; init; }
}

/// <summary>A sum of two sines, learned interval by interval. The paper's ranges were not recovered; these are choices.</summary>
public sealed record ContinualSpec
{
    private const string Parts = "task.family: continualSines";

    /// <summary>Sub-tasks, one after the other; each takes an equal share of the adaptation steps.</summary>
    [SpecField("Parts of the curve, learned one after the other; each takes an equal share of the adaptation steps.", Label = "Sub-tasks", Min = 2, Max = 20, Unit = "sub-tasks", When = Parts)]
    public int SubTasks { get; init; } = 5;

    /// <summary>Half width of the interval of x that the sub-tasks divide.</summary>
    [SpecField("The sub-tasks divide the inputs between minus this and this into equal intervals.", Label = "Range of x", Min = 0.1, Max = 100, When = Parts, Advanced = true)]
    public double Range { get; init; } = 5;

    /// <summary>Smallest amplitude.</summary>
    [SpecField("Smallest amplitude of each of the two sines.", Label = "Smallest amplitude", Min = 0, Max = 100, When = Parts, Advanced = true)]
    public double SmallestAmplitude { get; init; } = 0.1;

    /// <summary>Largest amplitude.</summary>
    [SpecField("Largest amplitude of each of the two sines.", Label = "Largest amplitude", Min = 0, Max = 100, When = Parts, Advanced = true)]
    public double LargestAmplitude { get; init; } = 2;

    /// <summary>Smallest frequency.</summary>
    [SpecField("Smallest frequency of each of the two sines.", Label = "Smallest frequency", Min = 0, Max = 100, Unit = "radians per unit of x", When = Parts, Advanced = true)]
    public double SmallestFrequency { get; init; } = 0.5;

    /// <summary>Largest frequency.</summary>
    [SpecField("Largest frequency of each of the two sines.", Label = "Largest frequency", Min = 0, Max = 100, Unit = "radians per unit of x", When = Parts, Advanced = true)]
    public double LargestFrequency { get; init; } = 1.5;
}

/// <summary>A maze of pillars in which an agent looks for a hidden goal (paper §4.3 c.1; values of the authors' code).</summary>
public sealed record MazeSpec
{
    private const string Mazes = "task.family: maze";

    /// <summary>Side of the grid, border included.</summary>
    [SpecField("Side of the grid with its border; odd, so that pillars stand at every second cell.", Label = "Size", Min = 5, Max = 41, Unit = "cells", When = Mazes)]
    public int Size { get; init; } = 13;

    /// <summary>Episodes played side by side per adaptation step, each with a goal of its own.</summary>
    [SpecField("Episodes played side by side for each gradient, each with a goal of its own.", Label = "Parallel mazes", Min = 1, Max = 1000, Unit = "episodes", When = Mazes)]
    public int Episodes { get; init; } = 30;

    /// <summary>Moves of an episode.</summary>
    [SpecField("Moves of an episode.", Label = "Episode length", Min = 2, Max = 1000, Unit = "moves", When = Mazes)]
    public int Moves { get; init; } = 200;

    /// <summary>Reward of reaching the goal.</summary>
    [SpecField("Reward of reaching the goal; the agent is then put down elsewhere.", Label = "Reward", Min = 0, Max = 1000, When = Mazes, Advanced = true)]
    public double Reward { get; init; } = 10;

    /// <summary>Penalty of walking into a wall.</summary>
    [SpecField("Penalty of walking into a wall.", Label = "Wall penalty", Min = 0, Max = 1000, When = Mazes, Advanced = true)]
    public double WallPenalty { get; init; }

    /// <summary>Discount γ of later rewards.</summary>
    [SpecField("Discount of later rewards.", Label = "Discount γ", Min = 0, Max = 1, When = Mazes, Advanced = true)]
    public double Discount { get; init; } = 0.9;

    /// <summary>Weight of the value loss.</summary>
    [SpecField("Weight of the critic's loss.", Label = "Critic weight", Min = 0, Max = 100, When = Mazes, Advanced = true)]
    public double ValueWeight { get; init; } = 0.1;

    /// <summary>Weight of the penalty on concentrated policies.</summary>
    [SpecField("Weight of the penalty Σ π² that keeps the agent trying things.", Label = "Concentration penalty", Min = 0, Max = 100, When = Mazes, Advanced = true)]
    public double Concentration { get; init; } = 0.03;
}

/// <summary>Random surfaces of bumps on which a point descends (paper App. D).</summary>
public sealed record SurfaceSpec
{
    private const string Surfaces = "task.family: surfaces";

    /// <summary>Random starting points per surface.</summary>
    [SpecField("Random starting points per surface, each descending by itself.", Label = "Starts", Min = 1, Max = 1000, Unit = "points", When = Surfaces)]
    public int Starts { get; init; } = 10;

    /// <summary>Half width of the square of starting points.</summary>
    [SpecField("Starting coordinates lie between minus this and this.", Label = "Range of starts", Min = 0.1, Max = 10, When = Surfaces, Advanced = true)]
    public double Range { get; init; } = 3;

    /// <summary>Whether the last term is taken as printed.</summary>
    [SpecField("Take the last term of the surface as printed in the paper, exp(-(x₁+a₃)² - x₁²), which makes ridges; otherwise x₂² in its place, which gives the bumps that the paper draws.", Label = "As printed", When = Surfaces, Advanced = true)]
    public bool AsPrinted { get; init; }
}
