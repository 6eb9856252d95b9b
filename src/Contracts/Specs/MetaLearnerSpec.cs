using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>What is meta-learned and how.</summary>
public sealed record MetaLearnerSpec
{
    /// <summary>Meta-learning method.</summary>
    [SpecField("Meta-learning method.", Label = "Method")]
    public MetaMethod Method { get; init; } = MetaMethod.WarpGrad;

    /// <summary>Objective of the warp-layers.</summary>
    [SpecField("Objective of the warp-layers: exact (paper Eq. 11) or without its second-order term (Eq. 12), which is cheaper.", Label = "Warp objective")]
    public WarpObjectiveKind Objective { get; init; } = WarpObjectiveKind.Exact;

    /// <summary>Objective of the initialisation.</summary>
    [SpecField("How the starting point of adaptation is learned: not at all, or by Leap, which shortens adaptation paths (with the loss as a coordinate of the path, or simplified without it).", Label = "Initialisation")]
    public InitializationObjective Initialization { get; init; } = InitializationObjective.Leap;

    /// <summary>Weight λ of the initialisation objective.</summary>
    [SpecField("Weight λ of the initialisation objective beside the warp objective (paper Eq. 13).", Label = "Initialisation weight λ", Min = 0, Max = 100, Advanced = true)]
    public double InitializationWeight { get; init; } = 1;

    /// <summary>Trajectory points per warp update, η of Algorithm 2.</summary>
    [SpecField("Trajectory points per warp update, η of Algorithm 2; 0 means all points of the meta-batch at once.", Label = "Points per update η", Min = 0, Max = 100000, Unit = "points", Advanced = true)]
    public int PointsPerUpdate { get; init; }

    /// <summary>Passes over the replay buffer.</summary>
    [SpecField("Passes over the stored trajectories per meta-batch.", Label = "Epochs", Min = 1, Max = 100, Unit = "passes", Advanced = true)]
    public int Epochs { get; init; } = 1;
}

/// <summary>Meta-learning methods.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<MetaMethod>))]
public enum MetaMethod
{
    /// <summary>Offline WarpGrad (paper Algorithm 2).</summary>
    WarpGrad,
}

/// <summary>Forms of the warp objective.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WarpObjectiveKind>))]
public enum WarpObjectiveKind
{
    /// <summary>Paper Eq. 11, with the second-order term through one look-ahead step.</summary>
    Exact,

    /// <summary>Paper Eq. 12, the look-ahead step treated as a constant.</summary>
    FirstOrder,
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
}
