using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine;

/// <summary>How a model adapts to a caller's task. Absent values are those the model was trained with.</summary>
/// <param name="Steps">Adaptation steps; 0 uses the model as it starts.</param>
/// <param name="LearningRate">Step size α; in place of learned rates, too.</param>
public sealed record AdaptationOptions(int? Steps = null, double? LearningRate = null);

/// <summary>A trained warp model: φ and θ₀, never changed by adapting. Any number of threads may adapt at the same time.</summary>
public sealed class WarpModel : IDisposable
{
    private readonly CheckpointInfo _info;
    private readonly Learner _learner;
    private readonly ParameterSet _phi, _initialization, _rates;
    private readonly double _innerRate;

    private WarpModel(Stream safetensors)
    {
        TorchRuntime.Apply();
        (_info, _learner, _phi, _initialization, _rates, _innerRate) = WarpCheckpoint.ReadModel(safetensors);
    }

    /// <summary>The spec it was trained by.</summary>
    public RunSpec Spec => _info.Spec;

    /// <summary>Shape of the images it takes.</summary>
    public ImageShape Image => _info.Image;

    /// <summary>Meta-steps of training behind it.</summary>
    public long Step => _info.Step;

    /// <summary>Content hash of the dataset it was trained on.</summary>
    public string Dataset => _info.Dataset;

    /// <summary>The only number of classes it takes, or null where any number will do.</summary>
    public int? FixedWays => _learner.Head.FixedWays;

    /// <summary>Reads a model.</summary>
    /// <param name="safetensors">Stream as written by <see cref="MetaTrainer.WriteModel"/>.</param>
    /// <exception cref="InvalidCheckpointException">When it is not a model that this build can read.</exception>
    public static WarpModel Read(Stream safetensors) => new(safetensors);

    /// <summary>Adapts to a task.</summary>
    /// <param name="support">Support images, uint8 [n, channels, height, width].</param>
    /// <param name="labels">Class of each support image, 0 … ways − 1; every class must occur.</param>
    /// <param name="ways">Classes.</param>
    /// <param name="options">Steps and step size.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="ArgumentException">When images, labels or ways do not fit together or the model.</exception>
    public AdaptedLearner Adapt(ReadOnlySpan<byte> support, IReadOnlyList<int> labels, int ways, AdaptationOptions options, CancellationToken stop = default)
    {
        TorchRuntime.ApplyToThread();
        Check(support, labels, ways);
        var builder = new FewShotTaskBuilder(Image, Spec.Learner.InvertImages, ways, labels.Count, Spec.InnerLoop.SupportCopies, 0);

        // A fixed seed: the same support set gets the same copies, and so the same answers.
        var random = RandomStream.Derive(Spec.Seed, StreamPurpose.Serving);
        for (var i = 0; i < labels.Count; i++)
            builder.AddSupport(support.Slice(i * Image.Size, Image.Size), labels[i], turns: 0, augment: false, random);
        var adapts = (options.Steps ?? Spec.InnerLoop.Steps) > 0;
        return FirstUse.Guard((_learner.Kind, Spec.InnerLoop, ways, labels.Count, adapts), () => Adapt(builder.Build(), ways, options, stop));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _phi.Dispose();
        _initialization.Dispose();
        _rates.Dispose();
    }

    private AdaptedLearner Adapt(FewShotTask task, int ways, AdaptationOptions options, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var tensors = TaskTensors.From(task, Placement.Of(_initialization.Tensors[0]));
        using var running = new RunningStatistics();
        var inner = new InnerLoop(InnerOptimizer.Of(Spec.InnerLoop, options.LearningRate ?? _innerRate), options.Steps ?? Spec.InnerLoop.Steps);
        var end = inner.Run(
            new FewShotLosses(_learner, tensors).Feeding(running), _learner.Head.Start(_initialization, ways), _phi,
            options.LearningRate is null ? _rates : ParameterSet.Empty, stop: stop);
        var (classifier, loss) = _learner.Freeze(end.Theta, _phi, tensors, running);
        return new AdaptedLearner(_learner, end.Theta, _phi.Clone().DetachFromScope(), classifier, [.. end.Losses, loss]);
    }

    private void Check(ReadOnlySpan<byte> support, IReadOnlyList<int> labels, int ways)
    {
        if (FixedWays is { } only && ways != only)
            throw new ArgumentException($"This model takes exactly {only} classes; {ways} were given.", nameof(ways));
        if (ways < 2)
            throw new ArgumentException("At least two classes are needed.", nameof(ways));
        if (support.Length != (long)labels.Count * Image.Size)
            throw new ArgumentException($"{labels.Count} labels need {(long)labels.Count * Image.Size} bytes of images of {Image.Channels}×{Image.Height}×{Image.Width}; {support.Length} were given.", nameof(support));
        if (labels.Any(label => label < 0 || label >= ways))
            throw new ArgumentException($"Labels must lie between 0 and {ways - 1}.", nameof(labels));
        if (labels.Distinct().Count() != ways)
            throw new ArgumentException("Every class needs at least one support image.", nameof(labels));
    }
}
