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
/// Image classification with many images and many adaptation steps (paper §4.2, App. E): a group of classes, such as an alphabet, is a
/// task, whose classes and division into training and held-out images are the same whenever it is drawn.
/// </summary>
internal sealed class MultiShotImages : ITaskDistribution
{
    private readonly RunSpec _spec;
    private readonly PackedImages _images;
    private readonly ImageLearner _learner;
    private readonly ImageClass[][] _training, _validation, _test;

    /// <summary>Prepares the groups of a dataset.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="images">The dataset version.</param>
    /// <exception cref="ArgumentException">When a split has no group with enough classes and images.</exception>
    public MultiShotImages(RunSpec spec, PackedImages images)
    {
        (_spec, _images, _learner) = (spec, images, ImageLearner.Create(spec, images.Image));
        _training = Groups(ClassSplit.Train);
        var order = Enumerable.Range(0, _training.Length).ToArray();
        RandomStream.Derive(spec.Seed, StreamPurpose.TaskChoice).Draw(order.AsSpan(), order.Length);
        if (spec.Task.TrainingTasks > 0)
            _training = [.. order.Take(spec.Task.TrainingTasks).Select(i => _training[i])];
        (_validation, _test) = (Groups(ClassSplit.Validation), Groups(ClassSplit.Test));
    }

    /// <inheritdoc/>
    public Learner Learner => _learner;

    /// <inheritdoc/>
    public int Classes => _training.Length * _spec.Task.Ways;

    /// <inheritdoc/>
    public int EvaluationSteps => _spec.InnerLoop.Steps;

    /// <inheritdoc/>
    public int TestSteps => _spec.Evaluation.TestSteps(EvaluationSteps);

    /// <inheritdoc/>
    public IMetaTask Training(long metaStep, int index, Placement place)
    {
        // As the authors draw them: shuffled once per meta-step, begun anew where there are fewer groups than tasks in a meta-batch.
        var order = Enumerable.Range(0, _training.Length).ToArray();
        RandomStream.Derive(_spec.Seed, StreamPurpose.TrainTask, metaStep).Draw(order.AsSpan(), order.Length);
        var group = order[index % order.Length];
        return Task(_training[group], StreamPurpose.TrainTask, group, RandomStream.Derive(_spec.Seed, StreamPurpose.Batches, metaStep, index).NextSeed(), place);
    }

    /// <inheritdoc/>
    public IMetaTask HeldOut(ClassSplit split, int index, Placement place)
    {
        var (groups, purpose) = (split == ClassSplit.Test ? _test : _validation, RandomStream.HeldOut(split));
        return Task(groups[index % groups.Length], purpose, index, RandomStream.Derive(_spec.Seed, purpose, index, 1).NextSeed(), place);
    }

    /// <inheritdoc/>
    public TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop) =>
        Inner.Draw(task, parameters, (passage, theta) => ((MultiShotTask)task).Draw(passage, theta, parameters.Phi), stop);

    /// <inheritdoc/>
    public void WatchWarps(IMetaTask task, MetaParameters parameters, WarpStatistics statistics, CancellationToken stop) =>
        Inner.Look(task, parameters, (passage, theta) => _learner.Watch(theta, parameters.Phi, MultiShotTask.JudgedBy(passage), statistics.Add), stop);

    private InnerLoop Inner => new(InnerOptimizer.Of(_spec.InnerLoop), EvaluationSteps);

    private MultiShotTask Task(ImageClass[] group, StreamPurpose purpose, long index, long seed, Placement place)
    {
        var random = RandomStream.Derive(_spec.Seed, purpose, index, 0);
        var classes = (ImageClass[])group.Clone();
        random.Draw(classes.AsSpan(), _spec.Task.Ways);
        var (training, heldOut) = (new List<(int Image, int Way)>(), new List<(int Image, int Way)>());
        for (var way = 0; way < _spec.Task.Ways; way++)
        {
            var images = Enumerable.Range(classes[way].FirstImage, classes[way].ImageCount).ToArray();
            random.Draw(images.AsSpan(), _spec.Task.Shots + _spec.Task.Queries);
            training.AddRange(images.Take(_spec.Task.Shots).Select(image => (image, way)));
            heldOut.AddRange(images.Skip(_spec.Task.Shots).Take(_spec.Task.Queries).Select(image => (image, way)));
        }

        // A group's classes are the same whenever it is drawn, and so are their places among all training classes.
        long[] places = purpose == StreamPurpose.TrainTask ? [.. Enumerable.Range(0, _spec.Task.Ways).Select(way => index * _spec.Task.Ways + way)] : [];
        return new MultiShotTask(_spec, _learner, _images, training, heldOut, places, seed, place);
    }

    private ImageClass[][] Groups(ClassSplit split)
    {
        var images = _spec.Task.Shots + _spec.Task.Queries;
        ImageClass[][] groups = [.. _images.Classes.Where(c => c.Split == split && c.ImageCount >= images)
            .GroupBy(c => c.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.ToArray()).Where(group => group.Length >= _spec.Task.Ways)];
        return groups.Length > 0 ? groups : throw new ArgumentException(
            $"No group of the {split} split has {_spec.Task.Ways} classes with {images} images each.", nameof(split));
    }
}
