using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>Adaptation to one task: gradient descent on the support set.</summary>
public sealed record InnerLoopSpec
{
    private const string OfImages = "task.family: fewShotImages | multiShotImages";

    /// <summary>Adaptation steps.</summary>
    [SpecField("Adaptation steps per task; 0 judges the start itself, which with a proto head is a prototypical network.", Label = "Steps", Min = 0, Max = 1000, Unit = "steps")]
    public int Steps { get; init; } = 5;

    /// <summary>Step size α.</summary>
    [SpecField("Step size α of adaptation.", Label = "Learning rate α", Min = 0, Max = 10)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Update rule of adaptation.</summary>
    [SpecField("Update rule of adaptation.", Label = "Inner optimiser", Advanced = true)]
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>Momentum of adaptation.</summary>
    [SpecField("Momentum of adaptation, when its optimiser is momentum.", Label = "Inner momentum", Min = 0, Max = 0.999, Advanced = true, When = "innerLoop.optimizer: momentum")]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Largest norm of a step's gradient.</summary>
    [SpecField("Longer gradients are scaled down to this norm before a step, and gradients that are not finite are dropped; 0 does neither.", Label = "Inner clip norm", Min = 0, Max = 1000000, Advanced = true)]
    public double ClipNorm { get; init; }

    /// <summary>Which rates are meta-learned.</summary>
    [SpecField("Step sizes that are meta-learned: none, one per parameter tensor (and its momentum), or one per weight (Meta-SGD).", Label = "Learned rates", Advanced = true)]
    public LearnedRates LearnedRates { get; init; } = LearnedRates.None;

    /// <summary>Which task parameters move.</summary>
    [SpecField("What adaptation moves: every task layer, or the classifier alone (as ANIL does).", Label = "Adapts", Advanced = true, When = OfImages)]
    public AdaptedPart Adapts { get; init; } = AdaptedPart.All;

    /// <summary>Augmented copies of each support image.</summary>
    [SpecField("Slightly shifted, turned and scaled copies of each support image that join the support set, in training and in use.", Label = "Support copies", Min = 0, Max = 20, Unit = "copies per image", Advanced = true, When = "task.family: fewShotImages")]
    public int SupportCopies { get; init; }

    /// <summary>Temperature of the loss that adaptation descends.</summary>
    [SpecField("Logits of the support images are divided by this while adapting, never for queries. With few shots and a proto head every support image is close to its own class mean and the loss is all but zero; at a higher temperature it still tells the classes apart.", Label = "Support temperature", Min = 0.01, Max = 1000, Advanced = true, When = OfImages)]
    public double SupportTemperature { get; init; } = 1;
}

/// <summary>Meta-learned rates of adaptation.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LearnedRates>))]
public enum LearnedRates
{
    /// <summary>The given rate everywhere.</summary>
    None,

    /// <summary>One step size, and with momentum one momentum, per parameter tensor.</summary>
    PerTensor,

    /// <summary>One step size per weight.</summary>
    ElementWise,
}

/// <summary>Parts of the task parameters that adaptation moves.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AdaptedPart>))]
public enum AdaptedPart
{
    /// <summary>Every task layer.</summary>
    All,

    /// <summary>The classifier alone.</summary>
    Head,
}

/// <summary>Meta-updates across tasks.</summary>
public sealed record OuterLoopSpec
{
    /// <summary>Number of meta-steps.</summary>
    [SpecField("Meta-updates before the run ends.", Label = "Meta-steps", Min = 1, Max = 10000000, Unit = "meta-steps")]
    public int MetaSteps { get; init; } = 1000;

    /// <summary>Wall-clock limit.</summary>
    [SpecField("End earlier after this much training time; 0 means no limit. A run ended by time is not repeatable to the bit.", Label = "Time limit", Min = 0, Max = 100000, Unit = "minutes")]
    public double MaxMinutes { get; init; }

    /// <summary>Tasks per meta-step.</summary>
    [SpecField("Tasks per meta-step.", Label = "Meta-batch", Min = 1, Max = 1000, Unit = "tasks")]
    public int MetaBatch { get; init; } = 4;

    /// <summary>Tasks of a meta-batch that are computed in one batch.</summary>
    [SpecField("Tasks of a meta-batch that are computed in one batch: several small tasks keep a processor busier than one does. It pays for curves everywhere, for images on a GPU only. The arithmetic is the same up to rounding; where points are chosen or put in an order, that is done for all of these tasks together.", Label = "Tasks at once", Min = 1, Max = 64, Unit = "tasks", Advanced = true, When = "task.family: fewShotImages | sinusoids | continualSines")]
    public int TasksAtOnce { get; init; } = 1;

    /// <summary>Meta-optimiser of the warp-layers.</summary>
    public OptimizerSpec Warp { get; init; } = new();

    /// <summary>Meta-optimiser of the initialisation.</summary>
    public OptimizerSpec Initialization { get; init; } = new() { Kind = OptimizerKind.Sgd, LearningRate = 0.1 };

    /// <summary>Meta-optimiser of learned rates.</summary>
    [SpecWhen("innerLoop.learnedRates: perTensor | elementWise")]
    public OptimizerSpec Rates { get; init; } = new() { LearningRate = 0.001 };
}

/// <summary>A meta-optimiser.</summary>
public sealed record OptimizerSpec
{
    /// <summary>Update rule.</summary>
    [SpecField("Update rule.", Label = "Optimiser")]
    public OptimizerKind Kind { get; init; } = OptimizerKind.Adam;

    /// <summary>Step size β.</summary>
    [SpecField("Step size β of the meta-update.", Label = "Learning rate β", Min = 0, Max = 10)]
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Schedule of the step size over the run.</summary>
    [SpecField("Keep the step size, or let it fall to zero along a cosine over the run.", Label = "Schedule", Advanced = true)]
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Momentum.</summary>
    [SpecField("Momentum, when the optimiser is momentum.", Label = "Momentum", Min = 0, Max = 0.999, Advanced = true)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Largest norm of a gradient.</summary>
    [SpecField("Longer gradients are scaled down to this norm before the update, and gradients that are not finite are dropped; 0 does neither.", Label = "Clip norm", Min = 0, Max = 1000000, Advanced = true)]
    public double ClipNorm { get; init; }
}

/// <summary>Update rules of adaptation and of meta-optimisers.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<OptimizerKind>))]
public enum OptimizerKind
{
    /// <summary>Plain gradient descent.</summary>
    Sgd,

    /// <summary>Gradient descent with momentum: b ← m·b + g, step along b.</summary>
    Momentum,

    /// <summary>Adam with betas 0.9 and 0.999.</summary>
    Adam,
}

/// <summary>Schedules of a step size.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LearningRateSchedule>))]
public enum LearningRateSchedule
{
    /// <summary>The same throughout.</summary>
    Constant,

    /// <summary>Half a cosine from the full rate to zero.</summary>
    Cosine,
}

/// <summary>Judging the learner on held-out tasks.</summary>
public sealed record EvaluationSpec
{
    /// <summary>Meta-steps between evaluations.</summary>
    [SpecField("Meta-steps between evaluations on validation tasks.", Label = "Evaluate every", Min = 1, Max = 1000000, Unit = "meta-steps")]
    public int Interval { get; init; } = 50;

    /// <summary>Validation tasks per evaluation.</summary>
    [SpecField("Validation tasks per evaluation.", Label = "Validation tasks", Min = 1, Max = 10000, Unit = "tasks")]
    public int Tasks { get; init; } = 50;

    /// <summary>Test tasks at the end.</summary>
    [SpecField("Test tasks at the end of the run; 600 gives the interval papers report.", Label = "Test tasks", Min = 1, Max = 10000, Unit = "tasks")]
    public int FinalTasks { get; init; } = 600;

    /// <summary>Adaptation steps of test tasks.</summary>
    [SpecField("Adaptation steps of test tasks at the end of the run; 0 means as many as in training.", Label = "Test steps", Min = 0, Max = 1000, Unit = "steps", Advanced = true, When = "task.family: fewShotImages | multiShotImages | sinusoids")]
    public int Steps { get; init; }

    /// <summary>Most labelled examples of further test tasks.</summary>
    [SpecField("Judge the finished model also on test tasks of 1, 2, 5, 10, 20 and 50 labelled examples, up to so many: how it profits from more of them. 0 judges the shots of training alone.", Label = "Test shots up to", Min = 0, Max = 50, Unit = "examples", Advanced = true, When = "task.family: fewShotImages | sinusoids")]
    public int MostShots { get; init; }

    /// <summary>Whether activations around the warps are measured at the end.</summary>
    [SpecField("Measure the activations before and after each warp-layer at the end (paper App. G): whether they are centred, and how far their covariance is from the identity.", Label = "Warp statistics", Advanced = true, When = "task.family: fewShotImages | multiShotImages, learner.architecture: conv4")]
    public bool WarpStatistics { get; init; }

    /// <summary>Meta-steps between checkpoints.</summary>
    [SpecField("Meta-steps between checkpoints; what a killed worker loses at most.", Label = "Checkpoint every", Min = 1, Max = 1000000, Unit = "meta-steps", Advanced = true)]
    public int CheckpointInterval { get; init; } = 50;

    /// <summary>Numbers of labelled examples that the finished model is judged on besides those of training.</summary>
    /// <param name="task">The task distribution.</param>
    public IEnumerable<int> FurtherShots(TaskSpec task) => task.Family is TaskFamily.FewShotImages or TaskFamily.Sinusoids
        ? ShotCounts.Where(shots => shots <= MostShots && shots != task.Shots)
        : [];

    private static readonly int[] ShotCounts = [1, 2, 5, 10, 20, 50];

    /// <summary>Adaptation steps of test tasks of families that let them differ from training's.</summary>
    /// <param name="training">Adaptation steps in training.</param>
    public int TestSteps(int training) => Steps > 0 ? Steps : training;
}
