using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Serving;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine;

/// <summary>How a model adapts to a caller's task. Absent values are those the model was trained with.</summary>
/// <param name="Steps">Adaptation steps; 0 uses the model as it starts.</param>
/// <param name="LearningRate">Step size α; in place of learned rates, too.</param>
/// <param name="StopBelow">Support loss below which no further step is taken.</param>
/// <param name="Warped">Whether the warp-layers stay in; without them the network is the same with the identity in their place.</param>
public sealed record AdaptationOptions(int? Steps = null, double? LearningRate = null, double? StopBelow = null, bool Warped = true);

/// <summary>A trained warp model: φ and θ₀, never changed by adapting. Any number of threads may adapt at the same time.</summary>
public sealed class WarpModel : IDisposable
{
    private readonly CheckpointInfo _info;
    private readonly Learner _learner;
    private readonly ParameterSet _phi, _initialization, _rates;
    private readonly double _innerRate;
    private readonly Lazy<Learner> _plain;

    private WarpModel(Stream safetensors)
    {
        TorchRuntime.Apply();
        (_info, _learner, _phi, _initialization, _rates, _innerRate) = WarpCheckpoint.ReadModel(safetensors);
        _plain = new(() => PlainLearner.Of(Spec, Image));
    }

    /// <summary>The spec it was trained by.</summary>
    public RunSpec Spec => _info.Spec;

    /// <summary>Shape of the images it takes; null for families that have none.</summary>
    public ImageShape? Image => _info.Image;

    /// <summary>Meta-steps of training behind it.</summary>
    public long Step => _info.Step;

    /// <summary>What the tasks of its meta-training looked like; null where its file does not say.</summary>
    public TrainingStatistics? Statistics => _info.Statistics;

    /// <summary>What its warps did on test tasks at the end of training; null where its file does not say.</summary>
    public WarpInspection? Inspection => _info.Inspection;

    /// <summary>Content hash of the dataset it was trained on; empty without one.</summary>
    public string Dataset => _info.Dataset;

    /// <summary>Bytes of its tensors.</summary>
    public long Bytes => _phi.Bytes + _initialization.Bytes + _rates.Bytes;

    /// <summary>The only number of classes it takes, or null where any number will do.</summary>
    public int? FixedWays => Classifier.Head.FixedWays;

    /// <summary>The learner of its spec.</summary>
    internal Learner Learner => _learner;

    /// <summary>Its network without warp-layers; not for mazes and surfaces.</summary>
    internal Learner Plain => _plain.Value;

    /// <summary>φ, θ₀ and ψ.</summary>
    internal MetaParameters Parameters => new(_phi, _initialization, _rates);

    private ImageLearner Classifier => _learner as ImageLearner ?? throw new InvalidOperationException("This model takes no images.");

    /// <summary>Reads a model.</summary>
    /// <param name="safetensors">Stream as written by <see cref="MetaTrainer.WriteModel"/>.</param>
    /// <exception cref="InvalidCheckpointException">When it is not a model that this build can read.</exception>
    public static WarpModel Read(Stream safetensors) => new(safetensors);

    /// <summary>The inner loop that adaptation runs.</summary>
    /// <param name="options">Steps and step size.</param>
    internal InnerLoop InnerLoop(AdaptationOptions options) =>
        new(InnerOptimizer.Of(Spec.InnerLoop, options.LearningRate ?? _innerRate), options.Steps ?? Spec.InnerLoop.Steps);

    /// <summary>ψ, unless a step size is given in their place.</summary>
    /// <param name="options">Steps and step size.</param>
    internal ParameterSet Rates(AdaptationOptions options) => options.LearningRate is null ? _rates : ParameterSet.Empty;

    /// <summary>Adapts a model of images to a task.</summary>
    /// <param name="support">Support images, uint8 [n, channels, height, width].</param>
    /// <param name="labels">Class of each support image, 0 … ways − 1; every class must occur.</param>
    /// <param name="ways">Classes.</param>
    /// <param name="options">Steps and step size.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="ArgumentException">When images, labels or ways do not fit together or the model.</exception>
    /// <exception cref="InvalidOperationException">When the model takes no images.</exception>
    public AdaptedLearner Adapt(ReadOnlySpan<byte> support, IReadOnlyList<int> labels, int ways, AdaptationOptions options, CancellationToken stop = default) =>
        Adapt(support, labels, ways, options, null, FirstUse.Guard, stop);

    /// <summary>Adapts a model of images to a task and predicts at the start and after every step; see <see cref="AdaptedLearner.Trace"/>.</summary>
    /// <param name="support">Support images, uint8 [n, channels, height, width].</param>
    /// <param name="labels">Class of each support image, 0 … ways − 1; every class must occur.</param>
    /// <param name="ways">Classes.</param>
    /// <param name="queries">Images to predict, uint8 [n, channels, height, width].</param>
    /// <param name="options">Steps and step size.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <param name="seen">
    /// Called before each step on the thread that adapts, with the number of steps taken, the support loss and the probabilities there; not at the end.
    /// </param>
    /// <exception cref="ArgumentException">When images, labels or ways do not fit together or the model.</exception>
    public AdaptedLearner Trace(
        ReadOnlySpan<byte> support, IReadOnlyList<int> labels, int ways, byte[] queries, AdaptationOptions options, CancellationToken stop = default,
        Action<int, double, float[][]>? seen = null) =>
        Adapt(support, labels, ways, options, null, FirstUse.Guard, stop, queries, seen);

    /// <summary>
    /// Goes on adapting from where an adaptation ended, with a fresh inner optimiser and fresh running statistics. It follows from its
    /// arguments to the bit, so that all rounds done again from the start end at the same parameters.
    /// </summary>
    /// <param name="from">The adaptation; it stays as it is.</param>
    /// <param name="support">All support images, uint8 [n, channels, height, width]: those of the adaptation and further ones.</param>
    /// <param name="labels">Class of each support image, 0 … ways − 1.</param>
    /// <param name="ways">Classes of the adaptation.</param>
    /// <param name="options">Steps and step size.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="ArgumentException">When images, labels or ways do not fit together or the model.</exception>
    public AdaptedLearner Continue(
        AdaptedLearner from, ReadOnlySpan<byte> support, IReadOnlyList<int> labels, int ways, AdaptationOptions options, CancellationToken stop = default) =>
        Adapt(support, labels, ways, options, from.Theta, FirstUse.Guard, stop);

    /// <summary>Adapts a model of images to a task.</summary>
    /// <param name="support">Support images, uint8 [n, channels, height, width].</param>
    /// <param name="labels">Class of each support image, 0 … ways − 1; every class must occur.</param>
    /// <param name="ways">Classes.</param>
    /// <param name="options">Steps and step size.</param>
    /// <param name="from">θ to begin with; null for the model's own start.</param>
    /// <param name="guard">Runs a piece of work of a kind; see <see cref="FirstUse"/>.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <param name="traced">Images to predict after every step; null for none.</param>
    /// <param name="seen">Told of each prediction on the way.</param>
    internal AdaptedLearner Adapt(
        ReadOnlySpan<byte> support, IReadOnlyList<int> labels, int ways, AdaptationOptions options, ParameterSet? from,
        Func<object, Func<AdaptedLearner>, AdaptedLearner> guard, CancellationToken stop, byte[]? traced = null,
        Action<int, double, float[][]>? seen = null)
    {
        TorchRuntime.ApplyToThread();
        var task = TaskOf(support, labels, ways);
        return guard((KindOf(task, options), traced is not null), () => Adapt(task, options, from, traced, seen, stop));
    }

    /// <summary>Checks a caller's task and makes it ready to be adapted to, alone or together with others.</summary>
    /// <param name="support">Support images, uint8 [n, channels, height, width].</param>
    /// <param name="labels">Class of each support image, 0 … ways − 1; every class must occur.</param>
    /// <param name="ways">Classes.</param>
    /// <param name="options">Steps and step size.</param>
    /// <exception cref="ArgumentException">When images, labels or ways do not fit together or the model.</exception>
    /// <exception cref="InvalidOperationException">When the model takes no images.</exception>
    public PreparedTask Prepare(ReadOnlySpan<byte> support, IReadOnlyList<int> labels, int ways, AdaptationOptions options) =>
        new(TaskOf(support, labels, ways), options, Spec.InnerLoop.ClipNorm > 0);

    /// <summary>Adapts to a prepared task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stop">Ends between steps.</param>
    public AdaptedLearner Adapt(PreparedTask task, CancellationToken stop = default)
    {
        TorchRuntime.ApplyToThread();
        return FirstUse.Guard((KindOf(task.Task, task.Options), false), () => Adapt(task.Task, task.Options, null, null, null, stop));
    }

    /// <summary>
    /// Adapts to several prepared tasks in one batch. Each comes out as if it had been adapted to alone, up to rounding: no task's numbers
    /// enter another's.
    /// </summary>
    /// <param name="tasks">Tasks that are alike.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <returns>One for each task, in order.</returns>
    /// <exception cref="ArgumentException">When the tasks are not alike, want to stop below a loss, which each would reach at another step, or are of a model that clips its steps.</exception>
    public IReadOnlyList<AdaptedLearner> AdaptTogether(IReadOnlyList<PreparedTask> tasks, CancellationToken stop = default)
    {
        if (tasks.Count < 2)
            return [.. tasks.Select(task => Adapt(task, stop))];
        if (tasks.Any(task => task.Alike is not { } alike || !alike.Equals(tasks[0].Alike)))
            throw new ArgumentException("Tasks that are adapted to together must be alike, and must all take the same number of steps.", nameof(tasks));
        TorchRuntime.ApplyToThread();
        var options = tasks[0].Options;
        return FirstUse.Guard((KindOf(tasks[0].Task, options), tasks.Count), () => AdaptStack([.. tasks.Select(task => task.Task)], options, stop));
    }

    /// <summary>A task of a caller's images, which follows from them to the bit.</summary>
    /// <param name="support">Support images, uint8 [n, channels, height, width].</param>
    /// <param name="labels">Class of each support image, 0 … ways − 1; every class must occur.</param>
    /// <param name="ways">Classes.</param>
    /// <exception cref="ArgumentException">When images, labels or ways do not fit together or the model.</exception>
    internal FewShotTask TaskOf(ReadOnlySpan<byte> support, IReadOnlyList<int> labels, int ways)
    {
        var image = Classifier.Image;
        Check(support, labels, ways);
        var builder = new FewShotTaskBuilder(image, Spec.Learner.InvertImages, ways, labels.Count, Spec.InnerLoop.SupportCopies, 0);

        // A fixed seed: the same support set gets the same copies, and so the same answers.
        var random = RandomStream.Derive(Spec.Seed, StreamPurpose.Serving);
        for (var i = 0; i < labels.Count; i++)
            builder.AddSupport(support.Slice(i * image.Size, image.Size), labels[i], turns: 0, augment: false, random);
        return builder.Build();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _phi.Dispose();
        _initialization.Dispose();
        _rates.Dispose();
    }

    private AdaptedLearner Adapt(FewShotTask task, AdaptationOptions options, ParameterSet? from, byte[]? traced, Action<int, double, float[][]>? seen, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        var learner = options.Warped ? Classifier : (ImageLearner)Plain;
        using var images = new ImageTask(learner, TaskTensors.From(task, Placement.Of(_initialization.Tensors[0])));
        using var passage = images.Begin();
        var trace = new List<float[][]>();
        var start = from?.Clone() ?? images.Start(_initialization);
        Look(start);
        var end = InnerLoop(options).Run(passage, start, _phi, Rates(options), step =>
        {
            if (traced is not null)
                seen?.Invoke(step.Step, step.Loss, trace[step.Step]);
            Look(step.Next);
        }, stop, options.StopBelow);
        var (classifier, loss) = images.Freeze(passage, end.Theta, _phi);
        var adapted = new AdaptedLearner(learner, end.Theta, _phi.Clone().DetachFromScope(), classifier, [.. end.Losses, loss]) { Trace = trace };

        // A step that was looked at and not taken has fed running statistics: what counts is what further queries get.
        if (traced is not null)
            trace[^1] = adapted.Predict(traced, Here);
        return adapted;

        void Look(ParameterSet theta)
        {
            if (traced is null)
                return;
            ParameterSet Shared(ParameterSet set) => set.Map(tensor => tensor.alias()).DetachFromScope();
            using var moment = new AdaptedLearner(learner, Shared(theta), Shared(_phi), images.Freeze(passage, theta, _phi).Classifier, []);
            trace.Add(moment.Predict(traced, Here));
        }

        static float[][] Here(object kind, Func<float[][]> work) => work();
    }

    private AdaptedLearner[] AdaptStack(IReadOnlyList<FewShotTask> tasks, AdaptationOptions options, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        var learner = options.Warped ? Classifier : (ImageLearner)Plain;
        using var stack = new ImageStack(learner, TaskTensors.Stacked(tasks, Placement.Of(_initialization.Tensors[0])));
        using var passage = stack.Begin();
        using var end = InnerLoop(options).Run(passage, stack.Start(_initialization), _phi, Rates(options), stop: stop);
        return [.. stack.Finish(passage, end.Theta, _phi).Select(
            task => new AdaptedLearner(learner, task.Theta, _phi.Map(tensor => tensor.alias()).DetachFromScope(), task.Classifier, task.SupportLoss))];
    }

    /// <summary>What decides the shapes of the tensors of an adaptation.</summary>
    private (object, InnerLoopSpec, int Ways, int Support, bool Adapts, bool Warped) KindOf(FewShotTask task, AdaptationOptions options) =>
        (_learner.Kind, Spec.InnerLoop, task.Ways, task.SupportCount, (options.Steps ?? Spec.InnerLoop.Steps) > 0, options.Warped);

    private void Check(ReadOnlySpan<byte> support, IReadOnlyList<int> labels, int ways)
    {
        if (FixedWays is { } only && ways != only)
            throw new ArgumentException($"This model takes exactly {only} classes; {ways} were given.", nameof(ways));
        if (ways < 2)
            throw new ArgumentException("At least two classes are needed.", nameof(ways));
        var image = Classifier.Image;
        if (support.Length != (long)labels.Count * image.Size)
            throw new ArgumentException($"{labels.Count} labels need {(long)labels.Count * image.Size} bytes of images of {image.Channels}×{image.Height}×{image.Width}; {support.Length} were given.", nameof(support));
        if (labels.Any(label => label < 0 || label >= ways))
            throw new ArgumentException($"Labels must lie between 0 and {ways - 1}.", nameof(labels));
        if (labels.Distinct().Count() != ways)
            throw new ArgumentException("Every class needs at least one support image.", nameof(labels));
    }
}
