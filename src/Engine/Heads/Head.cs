using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Heads;

/// <summary>
/// The classifier on top of the features. Whatever its kind, it yields the weight and bias of a linear classifier for the task at
/// hand; they are part of θ or computed from θ, φ and the support set, and so adapt.
/// </summary>
public abstract class Head
{
    /// <summary>Names of the head's task parameters in θ: weight [ways, features] and bias [ways].</summary>
    protected const string Weight = "head.weight", Bias = "head.bias";

    /// <summary>Whether a parameter of θ belongs to the head.</summary>
    /// <param name="name">Name of the parameter.</param>
    public static bool Owns(string name) => name is Weight or Bias;

    /// <summary>Shapes of the head's weight and bias in θ of a task; a size of 1 stands for any number of classes.</summary>
    public abstract IEnumerable<(string Name, long[] Shape)> TaskShapes { get; }

    /// <summary>Parameters kept in θ₀ and φ between tasks.</summary>
    public abstract IEnumerable<ParameterInfo> Parameters { get; }

    /// <summary>The only number of classes the head can tell apart, or null for any number.</summary>
    public virtual int? FixedWays => null;

    /// <summary>Whether the classifier depends on the support images' features.</summary>
    public virtual bool ReadsSupport => false;

    /// <summary>The warp-layer that follows the classifier; null where there is none.</summary>
    public virtual WarpLayer? Warp => null;

    /// <summary>Tells what goes into the head's warp, where there is one.</summary>
    /// <param name="pass">Parameters, and who is told.</param>
    /// <param name="features">Features [batch, features].</param>
    public virtual void Enter(ForwardPass pass, Tensor features)
    {
    }

    /// <summary>Makes the head of a spec.</summary>
    /// <param name="spec">The learner.</param>
    /// <param name="features">Length of the feature vector.</param>
    /// <param name="ways">Classes of a training task.</param>
    public static Head Create(LearnerSpec spec, long features, int ways) => spec.Head switch
    {
        HeadKind.Fixed => new FixedHead(features, ways, spec.WarpHead),
        HeadKind.Shared => new SharedHead(features),
        HeadKind.Proto => new ProtoHead(features),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Head, "Unknown head."),
    };

    /// <summary>θ of a task at its start: θ₀ with the head spread over the task's classes. New tensors that share no memory with θ₀.</summary>
    /// <param name="initialization">θ₀.</param>
    /// <param name="ways">Classes of the task.</param>
    public abstract ParameterSet Start(ParameterSet initialization, int ways);

    /// <summary>Brings a gradient with respect to <see cref="Start"/>'s result back to θ₀ (the transpose of that spreading).</summary>
    /// <param name="gradient">Shaped like θ of a task.</param>
    public abstract ParameterSet ToInitialization(ParameterSet gradient);

    /// <summary>The linear classifier of the task; in a pass of several tasks all tensors but φ have these as their first dimension.</summary>
    /// <param name="pass">Parameters.</param>
    /// <param name="support">Features of the support images [support, features]; ignored unless <see cref="ReadsSupport"/>.</param>
    /// <param name="membership">Row c averages the support images of class c: [ways, support].</param>
    /// <returns>Weight [ways, features] and bias [ways].</returns>
    public abstract (Tensor Weight, Tensor Bias) Classifier(ForwardPass pass, Tensor support, Tensor membership);
}
