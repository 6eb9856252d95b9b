using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Evaluation;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks;

/// <summary>
/// Few-shot image classification from the classes of a dataset (paper §4.1). Rotated classes, augmented queries and distorted tasks
/// belong to training and do not occur among held-out tasks.
/// </summary>
internal sealed class FewShotImages : SeededTasks, ITaskDistribution
{
    /// <summary>Pixels of the images of a stack, about: with more a GPU has enough to do at a time, and only its memory fills up.</summary>
    private const long PixelsOfStack = 2_000_000;

    private const int MostStacked = 32;

    private readonly ImageLearner _learner;
    // Each when it is needed: where only one split is drawn from, the others need not have as many images.
    private readonly Lazy<FewShotSampler> _training, _validation, _test;

    /// <summary>Prepares the classes of a dataset.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="images">The dataset version.</param>
    public FewShotImages(RunSpec spec, PackedImages images)
        : base(spec)
    {
        _learner = ImageLearner.Create(spec, images.Image);
        _training = new(() => new FewShotSampler(images, ClassSplit.Train, TaskRules.ForTraining(spec)));
        _validation = new(() => new FewShotSampler(images, ClassSplit.Validation, TaskRules.ForEvaluation(spec)));
        _test = new(() => new FewShotSampler(images, ClassSplit.Test, TaskRules.ForEvaluation(spec)));
    }

    /// <inheritdoc/>
    public override Learner Learner => _learner;

    /// <inheritdoc/>
    public override int TestSteps => Spec.Evaluation.TestSteps(EvaluationSteps);

    /// <inheritdoc/>
    public override int Classes => _training.Value.ClassCount;

    /// <inheritdoc/>
    public override IMetaTask Training(long metaStep, int index, Placement place) => Training(metaStep, index, 1, place);

    /// <inheritdoc/>
    public IMetaTask Training(long metaStep, int first, int count, Placement place) =>
        Together([.. Enumerable.Range(first, count).Select(index => DrawTraining(metaStep, index))], place);

    /// <inheritdoc/>
    public IMetaTask HeldOut(ClassSplit split, int first, int count, Placement place) =>
        Together([.. Enumerable.Range(first, count).Select(index => Sampler(split).Draw(HeldOutStream(split, index)))], place);

    /// <inheritdoc/>
    public int StackOn(Placement place, int? wanted = null)
    {
        // Whether a step is clipped is decided for each task by itself.
        if (Spec.InnerLoop.ClipNorm > 0)
            return 1;
        if (wanted is { } many)
            return many;
        if (place.Device.type == DeviceType.CPU)
            return 1;
        var images = Spec.Task.Ways * (Spec.Task.Shots * (1 + Spec.InnerLoop.SupportCopies) + Spec.Task.Queries);
        return (int)Math.Clamp(PixelsOfStack / ((long)images * _learner.Image.Height * _learner.Image.Width), 1, MostStacked);
    }

    /// <inheritdoc/>
    public override TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop)
    {
        var images = (ImageTask)task;
        return Inner.Draw(task, parameters, (passage, theta) => EpisodePictures.Draw(_learner, images.Tensors, images.Predict(passage, theta, parameters.Phi)), stop);
    }

    /// <inheritdoc/>
    public override void WatchWarps(IMetaTask task, MetaParameters parameters, WarpStatistics statistics, CancellationToken stop) =>
        Inner.Look(task, parameters, (_, theta) => _learner.Watch(theta, parameters.Phi, ((ImageTask)task).Tensors, statistics.Add), stop);

    private protected override IMetaTask Task(ClassSplit? heldOut, RandomStream random, Placement place) => Together([Sampler(heldOut).Draw(random)], place);

    private FewShotTask DrawTraining(long metaStep, int index)
    {
        // A stream of its own: a task has the same classes and images whether or not it is distorted.
        var random = RandomStream.Derive(Spec.Seed, StreamPurpose.Distortion, metaStep, index);
        AffineAugmentation? distortion = random.NextDouble() < Spec.Task.DistortedTasks ? new(AffineDraw.Distortion(random)) : null;
        return _training.Value.Draw(TrainingStream(metaStep, index), distortion);
    }

    private IMetaTask Together(FewShotTask[] tasks, Placement place) => tasks is [var task]
        ? new ImageTask(_learner, TaskTensors.From(task, place))
        : new ImageStack(_learner, TaskTensors.Stacked(tasks, place));

    private FewShotSampler Sampler(ClassSplit? heldOut) => (heldOut switch
    {
        null => _training,
        ClassSplit.Test => _test,
        _ => _validation,
    }).Value;
}
