using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>Everything that decides the outcome of a run: two runs of one spec on one machine end bit-identical.</summary>
public sealed record RunSpec
{
    /// <summary>The only format version this build reads and writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Format version of the document.</summary>
    [SpecField("Format version of this document.", Label = "Version", Min = CurrentVersion, Max = CurrentVersion, Advanced = true)]
    public int Version { get; init; } = CurrentVersion;

    /// <summary>What tasks are drawn, and from which data.</summary>
    public TaskSpec Task { get; init; } = new();

    /// <summary>The network: task layers, warp-layers and head.</summary>
    public LearnerSpec Learner { get; init; } = new();

    /// <summary>What is meta-learned, and by which objective.</summary>
    public MetaLearnerSpec MetaLearner { get; init; } = new();

    /// <summary>Adaptation to one task.</summary>
    public InnerLoopSpec InnerLoop { get; init; } = new();

    /// <summary>Meta-updates across tasks.</summary>
    public OuterLoopSpec OuterLoop { get; init; } = new();

    /// <summary>Model version that training starts from; null for a fresh start.</summary>
    [SpecField("Id of the model version that training starts from: its warp-layers, initialisation and learned rates; empty for a fresh start.", Label = "Start from", Advanced = true, Optional = true)]
    public Guid? StartFrom { get; init; }

    /// <summary>When and on how many held-out tasks the learner is judged.</summary>
    public EvaluationSpec Evaluation { get; init; } = new();

    /// <summary>Seed from which every random stream of the run is derived.</summary>
    [SpecField("Seed from which every random choice of the run is derived.", Label = "Seed", Min = 0, Max = 9007199254740991)]
    public long Seed { get; init; } = 1;

    /// <summary>Where the run computes, one of the names of <see cref="ComputeDevices"/>.</summary>
    [SpecField("Where to compute: what suits the run best of what its worker has (auto), the CPU (cpu), a GPU (cuda), or a certain one (cuda:0, cuda:1, …).", Label = "Device", Advanced = true)]
    public string Device { get; init; } = ComputeDevices.Auto;

    /// <summary>Floating-point type of parameters and activations.</summary>
    [SpecField("Floating-point precision: float32; float64, for checking; or mixed, which computes convolutions and linear layers in bfloat16 and all else in float32 and pays for large networks on a GPU.", Label = "Precision", Advanced = true)]
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Whether a GPU may round the factors of float32 products to TensorFloat32.</summary>
    [SpecField("Let a GPU round the factors of float32 products to 10 binary digits (TensorFloat32): faster, less exact. The CPU does not know it.", Label = "TF32", Advanced = true)]
    public bool Tf32 { get; init; }
}

/// <summary>Floating-point type of a run.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Precision>))]
public enum Precision
{
    /// <summary>IEEE single precision.</summary>
    Float32,

    /// <summary>IEEE double precision, for checking.</summary>
    Float64,

    /// <summary>Convolutions and linear layers in bfloat16; parameters, normalisation, losses and updates in single precision.</summary>
    Mixed,
}
