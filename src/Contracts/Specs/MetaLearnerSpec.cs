using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>What is meta-learned and how. Methods are combinations of these parts: Warp-Leap, Warp-MAML, MAML, Reptile, … are recipes.</summary>
public sealed record MetaLearnerSpec
{
    /// <summary>Order in which tasks are adapted to and meta-updates are made.</summary>
    [SpecField("When meta-updates are made: after replaying the stored adaptation paths (offline, Algorithm 2), while adapting (online, Algorithm 1), or also within a task (continual, Algorithm 3). 'fineTuning' and 'none' are baselines without meta-learning.", Label = "Algorithm")]
    public MetaAlgorithm Algorithm { get; init; } = MetaAlgorithm.Offline;

    /// <summary>Objective of the warp-layers and of learned rates.</summary>
    [SpecField("Objective of warp-layers and learned rates: exact (paper Eq. 11), without its second-order term (Eq. 12, cheaper), without the look-ahead step, or differentiated through the whole adaptation (as MAML and T-Nets do; memory grows with the steps).", Label = "Warp objective")]
    public WarpObjectiveKind Objective { get; init; } = WarpObjectiveKind.Exact;

    /// <summary>The look-ahead step of the objective.</summary>
    [SpecField("Look-ahead step of the objective: the step that adaptation took, with its momentum, or plain gradient descent.", Label = "Look-ahead step", Advanced = true, When = "metaLearner.objective: exact | firstOrder")]
    public LookAheadKind LookAhead { get; init; } = LookAheadKind.AsAdapted;

    /// <summary>Objective of the initialisation.</summary>
    [SpecField("How the starting point of adaptation is learned: not at all, by Leap, which shortens adaptation paths (with the loss as a coordinate of the path, or simplified without it), by Reptile, by MAML (exact or first order), or by never starting anew (stream: one endless task).", Label = "Initialisation")]
    public InitializationObjective Initialization { get; init; } = InitializationObjective.Leap;

    /// <summary>Weight λ of the initialisation objective.</summary>
    [SpecField("Weight λ of the initialisation objective beside the warp objective (paper Eq. 13).", Label = "Initialisation weight λ", Min = 0, Max = 100, Advanced = true, When = "metaLearner.initialization: leap | simplifiedLeap | reptile | maml | fomaml")]
    public double InitializationWeight { get; init; } = 1;

    /// <summary>Part of the run that trains the start without adaptation.</summary>
    [SpecField("Part of the run, from its beginning, in which initialisation and warp-layers are trained by the query loss without adaptation, which costs far less; with a proto head that is a prototypical network. The rest of the run learns to adapt from there. 0 learns to adapt from the first step on.", Label = "Pretraining share", Min = 0, Max = 1, Advanced = true, When = "task.family: fewShotImages")]
    public double Pretraining { get; init; }

    /// <summary>Trajectory points per warp update, η of Algorithms 2 and 3.</summary>
    [SpecField("Trajectory points per warp update, η of Algorithm 2 (adaptation steps per update in Algorithm 3); 0 means all points of the meta-batch at once.", Label = "Points per update η", Min = 0, Max = 100000, Unit = "points", Advanced = true, When = "metaLearner.algorithm: offline | continual")]
    public int PointsPerUpdate { get; init; }

    /// <summary>Trajectory points used per task.</summary>
    [SpecField("Points drawn at random from each adaptation path; 0 uses all. Fewer points cost less and make the gradient noisier, not biased.", Label = "Points per task", Min = 0, Max = 10000, Unit = "points", Advanced = true)]
    public int PointsPerTask { get; init; }

    /// <summary>Passes over the replay buffer.</summary>
    [SpecField("Passes over the stored trajectories per meta-batch (offline only).", Label = "Epochs", Min = 1, Max = 100, Unit = "passes", Advanced = true, When = "metaLearner.algorithm: offline")]
    public int Epochs { get; init; } = 1;

    /// <summary>Memory for stored trajectories.</summary>
    [SpecField("Memory for stored adaptation paths; what exceeds it goes to a temporary file.", Label = "Store in memory", Min = 0, Max = 1000000, Unit = "MiB", Advanced = true, When = "metaLearner.algorithm: offline")]
    public int StoreMegabytes { get; init; } = 1024;
}

/// <summary>Orders of adaptation and meta-updates.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<MetaAlgorithm>))]
public enum MetaAlgorithm
{
    /// <summary>Adapt to a meta-batch, then replay the stored points (paper Algorithm 2).</summary>
    Offline,

    /// <summary>Gather meta-gradients while adapting, one update per meta-batch (paper Algorithm 1).</summary>
    Online,

    /// <summary>Update the warp while tasks go on (paper Algorithm 3).</summary>
    Continual,

    /// <summary>Baseline: ordinary training on all training tasks, each class with its own row of a head.</summary>
    FineTuning,

    /// <summary>Baseline: no training before adaptation; every task starts from the same random network.</summary>
    None,
}

/// <summary>Forms of the warp objective.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WarpObjectiveKind>))]
public enum WarpObjectiveKind
{
    /// <summary>Paper Eq. 11, with the second-order term through one look-ahead step.</summary>
    Exact,

    /// <summary>Paper Eq. 12, the look-ahead step treated as a constant.</summary>
    FirstOrder,

    /// <summary>The task loss at the point itself, which the authors' code calls approximate.</summary>
    NoStep,

    /// <summary>The loss after adaptation, differentiated through every step.</summary>
    Trajectory,
}

/// <summary>Look-ahead steps of the warp objective.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LookAheadKind>))]
public enum LookAheadKind
{
    /// <summary>The very step of adaptation: same rule, same momentum.</summary>
    AsAdapted,

    /// <summary>Plain gradient descent of the same step size, as in the authors' code.</summary>
    Plain,
}

/// <summary>Objectives of the initialisation.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<InitializationObjective>))]
public enum InitializationObjective
{
    /// <summary>The initialisation stays where it was drawn.</summary>
    None,

    /// <summary>Leap (paper Eq. 17).</summary>
    Leap,

    /// <summary>Leap without its loss terms, as in the authors' code.</summary>
    SimplifiedLeap,

    /// <summary>Reptile: towards the end of each adaptation.</summary>
    Reptile,

    /// <summary>MAML: the loss after adaptation, differentiated through every step.</summary>
    Maml,

    /// <summary>First-order MAML: the same with the inner gradients held constant.</summary>
    Fomaml,

    /// <summary>The task never ends: each meta-step goes on from where the one before it ended, with the state of the inner optimiser (paper §4.3 c.1).</summary>
    Stream,
}
