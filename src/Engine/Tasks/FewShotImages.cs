using TorchSharp;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Evaluation;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks;

/// <summary>
/// Few-shot image classification from the classes of a dataset (paper §4.1). Rotated classes and augmented queries belong to training
/// and do not occur in held-out tasks.
/// </summary>
internal sealed class FewShotImages : ITaskDistribution
{
    private readonly RunSpec _spec;
    private readonly ImageLearner _learner;
    private readonly FewShotSampler _training, _validation, _test;

    /// <summary>Prepares the classes of a dataset.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="images">The dataset version.</param>
    public FewShotImages(RunSpec spec, PackedImages images)
    {
        (_spec, _learner) = (spec, ImageLearner.Create(spec, images.Image));
        _training = new FewShotSampler(images, ClassSplit.Train, TaskRules.ForTraining(spec));
        _validation = new FewShotSampler(images, ClassSplit.Validation, TaskRules.ForEvaluation(spec));
        _test = new FewShotSampler(images, ClassSplit.Test, TaskRules.ForEvaluation(spec));
    }

    /// <inheritdoc/>
    public Learner Learner => _learner;

    /// <inheritdoc/>
    public int Classes => _training.ClassCount;

    /// <inheritdoc/>
    public int EvaluationSteps => _spec.InnerLoop.Steps;

    /// <inheritdoc/>
    public IMetaTask Training(long metaStep, int index, Placement place) =>
        Task(_training, RandomStream.Derive(_spec.Seed, StreamPurpose.TrainTask, metaStep, index), place);

    /// <inheritdoc/>
    public IMetaTask HeldOut(ClassSplit split, int index, Placement place) => split == ClassSplit.Test
        ? Task(_test, RandomStream.Derive(_spec.Seed, StreamPurpose.TestTask, index), place)
        : Task(_validation, RandomStream.Derive(_spec.Seed, StreamPurpose.ValidationTask, index), place);

    /// <inheritdoc/>
    public TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        var images = ((ImageTask)task).Tensors;
        using var passage = task.Begin();
        var inner = new InnerLoop(InnerOptimizer.Of(_spec.InnerLoop), EvaluationSteps);
        using var end = inner.Run(passage, task.Start(parameters.Initialization), parameters.Phi, parameters.Rates, stop: stop);
        return EpisodePictures.Draw(_learner, images, ((ImageTask)task).Predict(passage, end.Theta, parameters.Phi));
    }

    /// <inheritdoc/>
    public void WatchWarps(IMetaTask task, MetaParameters parameters, WarpStatistics statistics, CancellationToken stop)
    {
        using var scope = torch.NewDisposeScope();
        using var passage = task.Begin();
        var inner = new InnerLoop(InnerOptimizer.Of(_spec.InnerLoop), EvaluationSteps);
        using var end = inner.Run(passage, task.Start(parameters.Initialization), parameters.Phi, parameters.Rates, stop: stop);
        using var quiet = torch.no_grad();
        _learner.Watch(end.Theta, parameters.Phi, ((ImageTask)task).Tensors, statistics.Add);
    }

    private ImageTask Task(FewShotSampler sampler, RandomStream random, Placement place) =>
        new(_learner, TaskTensors.From(sampler.Draw(random), place));
}
