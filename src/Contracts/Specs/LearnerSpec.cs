using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>The network of the task learner.</summary>
public sealed record LearnerSpec
{
    private const string OfImages = "task.family: fewShotImages | multiShotImages";

    /// <summary>Whether images are inverted on the way in.</summary>
    [SpecField("Invert images on the way in. Helps much for dark drawings on white: convolutions see black beyond the border.", Label = "Invert images", When = OfImages)]
    public bool InvertImages { get; init; }

    /// <summary>Architecture of the task layers.</summary>
    [SpecField("Architecture of the task layers: conv4, resnet12 or mlp for images, mlp for curves, recurrent for mazes, point for surfaces.", Label = "Architecture", Advanced = true)]
    public Architecture Architecture { get; init; } = Architecture.Conv4;

    /// <summary>Filters of every convolution, or units of every hidden layer.</summary>
    [SpecField("Filters of every convolution (the first block's in resnet12, doubling after it), or units of every hidden layer (of the warp, for surfaces). More is stronger and slower.", Label = "Filters or units", Min = 1, Max = 1024)]
    public int Filters { get; init; } = 64;

    /// <summary>Hidden layers of a multi-layer perceptron.</summary>
    [SpecField("Hidden layers of an mlp; other architectures have a fixed depth.", Label = "Hidden layers", Min = 1, Max = 20, Unit = "layers", Advanced = true, When = "learner.architecture: mlp")]
    public int HiddenLayers { get; init; } = 2;

    /// <summary>Activation of a multi-layer perceptron.</summary>
    [SpecField("Activation after each hidden layer of an mlp.", Label = "Activation", Advanced = true, When = "learner.architecture: mlp")]
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Order of the operations of a block.</summary>
    [SpecField("Order inside a block: pooling before normalisation (faster) or after the activation (usual).", Label = "Block order", Advanced = true, When = "learner.architecture: conv4")]
    public BlockOrder BlockOrder { get; init; } = BlockOrder.PoolFirst;

    /// <summary>Normalisation after every convolution.</summary>
    [SpecField("Which images' statistics normalise the activations. Only 'transductive' lets queries influence each other.", Label = "Normalisation", When = OfImages + ", learner.architecture: conv4 | resnet12")]
    public Normalization Normalization { get; init; } = Normalization.Support;

    /// <summary>Classifier on top of the features.</summary>
    [SpecField("How the classifier starts: from the support images' class means (proto), one shared vector (shared), or learned for exactly the trained ways (fixed).", Label = "Head", When = OfImages)]
    public HeadKind Head { get; init; } = HeadKind.Proto;

    /// <summary>Design of the warp-layers.</summary>
    [SpecField("Warp-layer after every block, from a scale per channel to two convolutions with a shortcut (the designs of the paper's Table 3). In an mlp: scale, linear, feedForward or residual; on surfaces feedForward or residual; in mazes lstm.", Label = "Warp-layers")]
    public WarpDesign Warp { get; init; } = WarpDesign.Conv3x3;

    /// <summary>Task layers declared to be warps.</summary>
    [SpecField("Layers of the architecture that shall be warps instead of task layers, by name and separated by commas, for example 'conv2, conv4'.", Label = "Layers turned into warps", Advanced = true, When = "learner.architecture: conv4 | resnet12 | mlp")]
    public string WarpedLayers { get; init; } = "";

    /// <summary>Whether a warp-layer follows the classifier.</summary>
    [SpecField("A linear warp-layer on the outputs of a fixed head.", Label = "Warp head", Advanced = true, When = OfImages + ", learner.head: fixed")]
    public bool WarpHead { get; init; }

    /// <summary>Start of the warp-layers.</summary>
    [SpecField("Start of the warp-layers: the framework's random default (as in the paper) or the identity, for designs that can be the identity.", Label = "Warp start", Advanced = true)]
    public WarpStart WarpStart { get; init; } = WarpStart.Default;
}

/// <summary>Architectures of the task layers.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Architecture>))]
public enum Architecture
{
    /// <summary>Four convolution blocks and a head.</summary>
    Conv4,

    /// <summary>Four residual blocks of three convolutions each, averaged over the image, and a head.</summary>
    ResNet12,

    /// <summary>Fully connected hidden layers, and a head.</summary>
    Mlp,

    /// <summary>A recurrent cell with a policy and a value on top (paper §4.3 c.1).</summary>
    Recurrent,

    /// <summary>No network: the parameters are the coordinates of a point (paper App. D).</summary>
    Point,
}

/// <summary>Activations of a multi-layer perceptron.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Activation>))]
public enum Activation
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Rectified linear.</summary>
    Relu,
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

    /// <summary>Statistics of the batch while adapting; their running mean, gathered in adaptation, for queries.</summary>
    Running,

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

    /// <summary>One factor and one offset per channel.</summary>
    Scale,

    /// <summary>A dense linear layer (mlp).</summary>
    Linear,

    /// <summary>A linear 1×1 convolution.</summary>
    Conv1x1,

    /// <summary>A linear 3×3 convolution: the paper's default.</summary>
    Conv3x3,

    /// <summary>A 3×3 convolution and ReLU.</summary>
    Conv3x3Relu,

    /// <summary>Normalisation, a 3×3 convolution and ReLU.</summary>
    Conv3x3NormRelu,

    /// <summary>Normalisation, a 3×3 convolution, ReLU, shortcut, normalisation; in an mlp a hidden layer with a shortcut.</summary>
    Residual,

    /// <summary>Two normalised 3×3 convolutions with ReLU between them, shortcut, normalisation.</summary>
    ResidualTwoLayers,

    /// <summary>A hidden layer without shortcut (mlp, surfaces; the 2→30→2 network of paper App. D).</summary>
    FeedForward,

    /// <summary>An LSTM that modulates the weights of a recurrent cell (Warp-RNN, paper §4.3 c.1).</summary>
    Lstm,
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
