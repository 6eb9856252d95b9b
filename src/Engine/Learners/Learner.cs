using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Heads;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Learners;

/// <summary>Shape of the images a learner takes.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Bytes of one image.</summary>
    public int Size => Channels * Height * Width;
}

/// <summary>Features, head and normalisation of a spec, as functions of explicit parameters θ and φ.</summary>
public sealed class Learner
{
    private readonly Network _network;
    private readonly Normalization _normalization;

    private Learner(LearnerSpec spec, ImageShape image, int ways)
    {
        (_normalization, Image, InvertsImages) = (spec.Normalization, image, spec.InvertImages);
        _network = Conv4.Build(spec, image.Channels);
        Head = Head.Create(spec.Head, Conv4.Features(spec, image.Height, image.Width), ways);
        Parameters = [.. _network.Parameters, .. Head.Parameters];
    }

    /// <summary>Smallest side of an image the network can take.</summary>
    public const int SmallestSide = 16;

    /// <summary>Shape of its images.</summary>
    public ImageShape Image { get; }

    /// <summary>Whether images are inverted on the way in.</summary>
    public bool InvertsImages { get; }

    /// <summary>The classifier.</summary>
    public Head Head { get; }

    /// <summary>Whether a query's answer depends on the other queries of its pass.</summary>
    public bool QueriesInfluenceEachOther => _normalization == Normalization.Transductive;

    /// <summary>All parameters that persist between tasks: θ₀ and φ.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>Builds the learner of a spec.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="image">Shape of the images.</param>
    public static Learner Create(RunSpec spec, ImageShape image) => new(spec.Learner, image, spec.Task.Ways);

    /// <summary>Draws start values of one role's parameters.</summary>
    /// <param name="role">θ₀ or φ.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="type">Floating-point type.</param>
    public ParameterSet Draw(LayerRole role, long seed, ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var chosen = Parameters.Index().Where(entry => entry.Item.Role == role).ToArray();
        return new ParameterSet(
            [.. chosen.Select(entry => entry.Item.Name)],
            [.. chosen.Select(entry => entry.Item.Draw(RandomStream.Derive(seed, StreamPurpose.Parameters, entry.Index), type))]).DetachFromScope();
    }

    /// <summary>Mean cross-entropy on the support set, L_task.</summary>
    /// <param name="theta">θ of the task.</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task.</param>
    public Tensor SupportLoss(ParameterSet theta, ParameterSet phi, TaskTensors task)
    {
        var pass = new ForwardPass(theta, phi, BatchStatistics.OfBatch);
        var features = _network.Forward(task.Support, pass);
        var (weight, bias) = Head.Classifier(pass, features, task.Membership);
        return F.cross_entropy(F.linear(features, weight, bias), task.SupportLabels);
    }

    /// <summary>Logits [query, ways] of the query images.</summary>
    /// <param name="theta">θ of the task.</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task.</param>
    public Tensor QueryLogits(ParameterSet theta, ParameterSet phi, TaskTensors task)
    {
        // Support and query share one pass where the support set decides statistics or classifier.
        var joint = Head.ReadsSupport || _normalization == Normalization.Support;
        var support = joint ? task.SupportCount : 0;
        var pass = new ForwardPass(theta, phi, _normalization == Normalization.Support ? BatchStatistics.OfFirst(support) : BatchStatistics.OfBatch);
        var features = _network.Forward(joint ? task.All : task.Query, pass);
        var (weight, bias) = Head.Classifier(pass, features.narrow(0, 0, support), task.Membership);
        return F.linear(features.narrow(0, support, task.QueryCount), weight, bias);
    }

    /// <summary>Freezes what queries need of an adapted task: statistics and classifier of the support set.</summary>
    /// <param name="theta">Adapted θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task; its queries are not read.</param>
    /// <returns>The classifier and its mean cross-entropy on the support set.</returns>
    public (FrozenClassifier Classifier, double SupportLoss) Freeze(ParameterSet theta, ParameterSet phi, TaskTensors task)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var statistics = new RecordedStatistics();
        var pass = new ForwardPass(theta, phi, BatchStatistics.Recorded(statistics));
        var features = _network.Forward(task.Support, pass);
        var (weight, bias) = Head.Classifier(pass, features, task.Membership);
        var loss = F.cross_entropy(F.linear(features, weight, bias), task.SupportLabels).Number();
        return (new FrozenClassifier(statistics, weight.clone().DetachFromDisposeScope(), bias.clone().DetachFromDisposeScope()), loss);
    }

    /// <summary>Logits of queries under a frozen classifier.</summary>
    /// <param name="theta">Adapted θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="frozen">What <see cref="Freeze"/> kept.</param>
    /// <param name="queries">Images [n, channels, height, width].</param>
    public Tensor Logits(ParameterSet theta, ParameterSet phi, FrozenClassifier frozen, Tensor queries)
    {
        var statistics = _normalization == Normalization.Transductive ? BatchStatistics.OfBatch : BatchStatistics.From(frozen.Statistics);
        return F.linear(_network.Forward(queries, new ForwardPass(theta, phi, statistics)), frozen.Weight, frozen.Bias);
    }
}
