using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>The network of the task learner.</summary>
public sealed record LearnerSpec
{
    /// <summary>Whether images are inverted on the way in.</summary>
    [SpecField("Invert images on the way in. Helps much for dark drawings on white: convolutions see black beyond the border.", Label = "Invert images")]
    public bool InvertImages { get; init; }

    /// <summary>Architecture of the task layers.</summary>
    [SpecField("Architecture of the task layers.", Label = "Architecture", Advanced = true)]
    public Architecture Architecture { get; init; } = Architecture.Conv4;

    /// <summary>Filters of every convolution.</summary>
    [SpecField("Filters of every convolution. More is stronger and slower.", Label = "Filters", Min = 4, Max = 512, Unit = "filters")]
    public int Filters { get; init; } = 64;

    /// <summary>Order of the operations of a block.</summary>
    [SpecField("Order inside a block: pooling before normalisation (faster) or after the activation (usual).", Label = "Block order", Advanced = true)]
    public BlockOrder BlockOrder { get; init; } = BlockOrder.PoolFirst;

    /// <summary>Normalisation after every convolution.</summary>
    [SpecField("Which images' statistics normalise the activations. Only 'transductive' lets queries influence each other.", Label = "Normalisation")]
    public Normalization Normalization { get; init; } = Normalization.Support;

    /// <summary>Classifier on top of the features.</summary>
    [SpecField("How the classifier starts: from the support images' class means (proto), one shared vector (shared), or learned for exactly the trained ways (fixed).", Label = "Head")]
    public HeadKind Head { get; init; } = HeadKind.Proto;

    /// <summary>Design of the warp-layers.</summary>
    [SpecField("Warp-layer after every block.", Label = "Warp-layers")]
    public WarpDesign Warp { get; init; } = WarpDesign.Conv3x3;

    /// <summary>Start of the warp-layers.</summary>
    [SpecField("Start of the warp-layers: the framework's random default (as in the paper) or the identity.", Label = "Warp start", Advanced = true)]
    public WarpStart WarpStart { get; init; } = WarpStart.Default;
}

/// <summary>Architectures of the task layers.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Architecture>))]
public enum Architecture
{
    /// <summary>Four convolution blocks and a head.</summary>
    Conv4,
}

/// <summary>Order of the operations of a convolution block.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<BlockOrder>))]
public enum BlockOrder
{
    /// <summary>Convolution, pooling, normalisation, activation: the order of the authors' Omniglot code.</summary>
    PoolFirst,

    /// <summary>Convolution, normalisation, activation, pooling: the usual order.</summary>
    PoolLast,
}

/// <summary>Normalisation of activations.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Normalization>))]
public enum Normalization
{
    /// <summary>Statistics of the batch at hand, queries included.</summary>
    Transductive,

    /// <summary>Statistics of the support set, applied to support and query alike.</summary>
    Support,

    /// <summary>Each image by itself, in groups of channels.</summary>
    Group,

    /// <summary>Each image by itself, over all channels.</summary>
    Layer,
}

/// <summary>Classifiers on top of the features.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<HeadKind>))]
public enum HeadKind
{
    /// <summary>A linear layer for exactly the trained number of ways.</summary>
    Fixed,

    /// <summary>One learned vector that starts every class.</summary>
    Shared,

    /// <summary>Starts from the class means of the warped support features, then adapts.</summary>
    Proto,
}

/// <summary>Designs of warp-layers (paper Table 3).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WarpDesign>))]
public enum WarpDesign
{
    /// <summary>No warp-layers: the plain learner.</summary>
    None,

    /// <summary>One linear 3×3 convolution per block.</summary>
    Conv3x3,
}

/// <summary>Start of warp-layers.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WarpStart>))]
public enum WarpStart
{
    /// <summary>The framework's random initialisation.</summary>
    Default,

    /// <summary>The identity: the warped learner begins as the plain one.</summary>
    Identity,
}
