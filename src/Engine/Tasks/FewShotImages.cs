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
internal sealed class FewShotImages : SeededTasks
{
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
    public override IMetaTask Training(long metaStep, int index, Placement place)
    {
        // A stream of its own: a task has the same classes and images whether or not it is distorted.
        var random = RandomStream.Derive(Spec.Seed, StreamPurpose.Distortion, metaStep, index);
        AffineAugmentation? distortion = random.NextDouble() < Spec.Task.DistortedTasks ? new(AffineDraw.Distortion(random)) : null;
        return new ImageTask(_learner, TaskTensors.From(_training.Value.Draw(TrainingStream(metaStep, index), distortion), place));
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

    private protected override IMetaTask Task(ClassSplit? heldOut, RandomStream random, Placement place)
    {
        var sampler = heldOut switch
        {
            null => _training,
            ClassSplit.Test => _test,
            _ => _validation,
        };
        return new ImageTask(_learner, TaskTensors.From(sampler.Value.Draw(random), place));
    }
}
