using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Heads;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Networks.Architectures;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Learners;

/// <summary>Classifies images: features, head and normalisation of a spec, as functions of explicit parameters θ and φ.</summary>
public sealed class ImageLearner : Learner
{
    private readonly Network _network;
    private readonly Normalization _normalization;
    private readonly double _supportTemperature;
    private readonly bool _mixed;

    private ImageLearner(RunSpec run, ImageShape image)
    {
        var spec = run.Learner;
        Kind = (spec, image, run.Precision);
        (_normalization, Image, InvertsImages) = (spec.Normalization, image, spec.InvertImages);
        (_supportTemperature, _mixed) = (run.InnerLoop.SupportTemperature, run.Precision == Precision.Mixed);
        (_network, Features) = Backbone.Build(spec, image);
        Head = Head.Create(spec, Features, run.Task.Ways);
        ParameterInfo[] layers = [.. _network.Parameters, .. Head.Parameters];
        var theta = layers.Where(p => p.Role == LayerRole.Adapt && !Head.Owns(p.Name)).Select(p => (p.Name, p.Shape)).Concat(Head.TaskShapes);
        Parameters = [.. layers, .. LearnedRateSet.Declare(run.InnerLoop, theta)];
    }

    /// <summary>Smallest side of an image the network can take.</summary>
    public const int SmallestSide = 16;

    /// <summary>Shape of its images.</summary>
    public ImageShape Image { get; }

    /// <summary>Whether images are inverted on the way in.</summary>
    public bool InvertsImages { get; }

    /// <summary>The classifier.</summary>
    public Head Head { get; }

    /// <summary>Length of the feature vector.</summary>
    public long Features { get; }

    /// <summary>Whether a query's answer depends on the other queries of its pass.</summary>
    public bool QueriesInfluenceEachOther => _normalization == Normalization.Transductive;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<WarpLayer> Warps => [.. _network.Warps, .. Head.Warp is { } warp ? [warp] : Array.Empty<WarpLayer>()];

    /// <inheritdoc/>
    internal override object Kind { get; }

    /// <summary>Builds the learner of a spec.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="image">Shape of the images.</param>
    public static ImageLearner Create(RunSpec spec, ImageShape image) => new(spec, image);

    /// <summary>Mean cross-entropy on the support set at the temperature of adaptation, L_task; of a stack the one of each task [stack].</summary>
    /// <param name="theta">θ of the task, or of all tasks of the stack [stack, …].</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task.</param>
    /// <param name="running">Running statistics that the pass feeds, if the learner has them.</param>
    public Tensor SupportLoss(ParameterSet theta, ParameterSet phi, TaskTensors task, RunningStatistics? running = null) =>
        Loss(Softened(SupportLogits(theta, phi, task, running)), task.SupportLabels);

    /// <summary>Mean cross-entropy on the support set as it is judged, without a temperature.</summary>
    /// <param name="theta">θ of the task.</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task.</param>
    public Tensor PlainSupportLoss(ParameterSet theta, ParameterSet phi, TaskTensors task) => Loss(SupportLogits(theta, phi, task, null), task.SupportLabels);

    private Tensor SupportLogits(ParameterSet theta, ParameterSet phi, TaskTensors task, RunningStatistics? running)
    {
        var gathers = running is not null && _normalization == Normalization.Running;
        var pass = Pass(theta, phi, gathers ? running!.Gathering : BatchStatistics.OfBatch, stack: task.Stack);
        var features = ByTask(_network.Forward(task.Support, pass), pass);
        var (weight, bias) = Head.Classifier(pass, features, task.Membership);
        return Classified(features, weight, bias);
    }

    /// <summary>Mean cross-entropy; of a stack the one of each task [stack].</summary>
    /// <param name="logits">[n, ways], or [stack, n, ways].</param>
    /// <param name="labels">Classes [n], or [stack, n].</param>
    internal static Tensor Loss(Tensor logits, Tensor labels) => labels.dim() == 1
        ? F.cross_entropy(logits, labels)
        : F.cross_entropy(logits.flatten(0, 1), labels.flatten(), reduction: nn.Reduction.None).view(labels.shape).mean([1L]);

    /// <summary>Logits of the queries [query, ways]; of a stack [stack, query, ways].</summary>
    /// <param name="theta">θ of the task, or of all tasks of the stack [stack, …].</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task.</param>
    /// <param name="running">
    /// Running statistics gathered on the way to θ, for judging; meta-losses are computed without them, in the statistics of the batch.
    /// </param>
    public Tensor QueryLogits(ParameterSet theta, ParameterSet phi, TaskTensors task, RunningStatistics? running = null)
    {
        using var recorded = _normalization == Normalization.Running && running is { Any: true } ? running.Record() : null;
        var bySupport = _normalization == Normalization.Support || (_normalization == Normalization.Running && running is { Any: false });

        // Support and query share one pass where the support set decides statistics or classifier.
        var support = Head.ReadsSupport || bySupport ? task.SupportCount : 0;
        var statistics = recorded is not null ? BatchStatistics.From(recorded) : bySupport ? BatchStatistics.OfFirst(support) : BatchStatistics.OfBatch;
        var pass = Pass(theta, phi, statistics, stack: task.Stack);
        var features = _network.Forward(support > 0 ? task.All : task.Query, pass);
        var (weight, bias) = Head.Classifier(pass, ByTask(features.narrow(0, 0, support), pass), task.Membership);
        return Classified(ByTask(features.narrow(0, support, task.QueryCount), pass), weight, bias);
    }

    /// <summary>Passes the queries through the network and lets someone watch its warps.</summary>
    /// <param name="theta">θ of the task.</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task.</param>
    /// <param name="watch">Sees what goes into and comes out of every layer with warp parameters.</param>
    /// <returns>The features.</returns>
    public Tensor Watch(ParameterSet theta, ParameterSet phi, TaskTensors task, Action<string, Tensor, Tensor> watch) =>
        _network.Forward(task.Query, Pass(theta, phi, BatchStatistics.OfBatch, watch));

    /// <summary>Passes the support images through the network and tells what goes into every warp.</summary>
    /// <param name="theta">θ of the task.</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task.</param>
    /// <param name="statistics">Receives the statistics of the batch in every batch normalisation.</param>
    /// <param name="entered">Sees what goes into every warp.</param>
    public void Enter(ParameterSet theta, ParameterSet phi, TaskTensors task, RecordedStatistics statistics, Action<WarpLayer, Tensor> entered)
    {
        var pass = new ForwardPass(theta, phi, BatchStatistics.Recorded(statistics), entered: entered);
        Head.Enter(pass, _network.Forward(task.Support, pass));
    }

    /// <summary>Mean cross-entropy over all images of a task under a classifier of all training classes, for training without adaptation.</summary>
    /// <param name="theta">θ; its head is not used.</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task.</param>
    /// <param name="weight">Weight of the classifier [classes, features], of which the task has its classes' rows.</param>
    /// <param name="bias">Bias of the classifier [classes].</param>
    public Tensor JointLoss(ParameterSet theta, ParameterSet phi, TaskTensors task, Tensor weight, Tensor bias)
    {
        using var labels = torch.cat([task.SupportLabels, task.QueryLabels]);
        var features = _network.Forward(task.All, Pass(theta, phi, BatchStatistics.OfBatch));
        return F.cross_entropy(F.linear(features, weight.index_select(0, task.Classes), bias.index_select(0, task.Classes)), labels);
    }

    /// <summary>Freezes what queries need of an adapted task: statistics and classifier of the support set.</summary>
    /// <param name="theta">Adapted θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task; its queries are not read.</param>
    /// <param name="running">Running statistics gathered on the way to θ.</param>
    /// <returns>The classifier and its mean cross-entropy on the support set.</returns>
    public (FrozenClassifier Classifier, double SupportLoss) Freeze(ParameterSet theta, ParameterSet phi, TaskTensors task, RunningStatistics running)
    {
        using var scope = torch.NewDisposeScope();
        var (classifier, loss) = FreezeAll(theta, phi, task, running);
        return (classifier, loss.Number());
    }

    /// <summary>Freezes what queries need of an adapted task or stack.</summary>
    /// <param name="theta">Adapted θ.</param>
    /// <param name="phi">φ.</param>
    /// <param name="task">The task or stack; its queries are not read.</param>
    /// <param name="running">Running statistics gathered on the way to θ.</param>
    /// <returns>The classifier, of a stack those of all its tasks in one; and as <see cref="SupportLoss"/>, in the enclosing dispose scope.</returns>
    internal (FrozenClassifier Classifier, Tensor SupportLoss) FreezeAll(ParameterSet theta, ParameterSet phi, TaskTensors task, RunningStatistics running)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var statistics = new RecordedStatistics();
        var pass = Pass(theta, phi, BatchStatistics.Recorded(statistics), stack: task.Stack);
        var features = ByTask(_network.Forward(task.Support, pass), pass);
        var (weight, bias) = Head.Classifier(pass, features, task.Membership);
        var loss = Loss(Softened(Classified(features, weight, bias)), task.SupportLabels).MoveToOuterDisposeScope();
        if (_normalization == Normalization.Running && running.Any)
        {
            statistics.Dispose();
            statistics = running.Record();
        }

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
        return F.linear(_network.Forward(queries, Pass(theta, phi, statistics)), frozen.Weight, frozen.Bias);
    }

    private ForwardPass Pass(ParameterSet theta, ParameterSet phi, BatchStatistics statistics, Action<string, Tensor, Tensor>? watch = null, int stack = 1) =>
        new(theta, phi, statistics, watch) { Mixed = _mixed, Stack = stack };

    private static Tensor ByTask(Tensor features, ForwardPass pass) => pass.Stack == 1 ? features : Stacks.ByTask(features, pass.Stack);

    private static Tensor Classified(Tensor features, Tensor weight, Tensor bias) =>
        features.dim() == 2 ? F.linear(features, weight, bias) : Stacks.Linear(features, weight, bias);

    // At a temperature of one nothing is computed, so that such runs stay equal to the bit to those of earlier versions.
    private Tensor Softened(Tensor logits) => _supportTemperature == 1 ? logits : logits.Over(_supportTemperature);
}
