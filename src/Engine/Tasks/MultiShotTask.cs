using TorchSharp;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks;

/// <summary>
/// A task with more images than one step reads. Every adaptation step and every meta-loss has a batch of its own of the training
/// images, which follows from the seed and the step (paper App. E: different batches, so that warps promote generalisation).
/// </summary>
/// <param name="spec">The run's spec.</param>
/// <param name="learner">The learner.</param>
/// <param name="images">The dataset.</param>
/// <param name="training">Training images and their classes.</param>
/// <param name="heldOut">Images to judge by and their classes.</param>
/// <param name="classes">Index of each class among the training classes; empty for held-out tasks.</param>
/// <param name="seed">Seed of the batches.</param>
/// <param name="place">Where tensors are to live.</param>
internal sealed class MultiShotTask(
    RunSpec spec, ImageLearner learner, PackedImages images, IReadOnlyList<(int Image, int Way)> training,
    IReadOnlyList<(int Image, int Way)> heldOut, long[] classes, long seed, Placement place) : IJointTask
{
    private const int Adapting = 0, Meta = 1, Judging = 2;

    /// <inheritdoc/>
    public ParameterSet Start(ParameterSet initialization) => learner.Head.Start(initialization, spec.Task.Ways);

    /// <inheritdoc/>
    public ParameterSet ToInitialization(ParameterSet gradient) => learner.Head.ToInitialization(gradient);

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => TaskLoss(step, theta, phi, null);

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => On(Meta, step, images => learner.PlainSupportLoss(theta, phi, images));

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => MetaLoss(spec.InnerLoop.Steps, theta, phi);

    /// <inheritdoc/>
    public Tensor JointLoss(ParameterSet theta, ParameterSet phi, Tensor weight, Tensor bias) =>
        On(Adapting, 0, images => learner.JointLoss(theta, phi, images, weight, bias));

    /// <inheritdoc/>
    public void Enter(ParameterSet theta, ParameterSet phi, RecordedStatistics statistics, Action<WarpLayer, Tensor> entered)
    {
        using var tensors = TaskTensors.From(Build(Batch(Adapting, 0), [], Stream(Adapting, 0)), place);
        learner.Enter(theta, phi, tensors, statistics, entered);
    }

    /// <inheritdoc/>
    public ITaskPassage Begin() => new Passage(this, learner, TaskTensors.From(Build(Batch(Adapting, 0), heldOut, Stream(Judging, 0)), place));

    /// <summary>The images that a passage of such a task is judged by.</summary>
    /// <param name="passage">The passage.</param>
    public static TaskTensors JudgedBy(ITaskPassage passage) => ((Passage)passage).Images.Tensors;

    /// <summary>Shows the held-out images with their predictions.</summary>
    /// <param name="passage">A passage of this task that led to the point.</param>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    public EpisodePicture Draw(ITaskPassage passage, ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        var judged = (Passage)passage;
        return EpisodePictures.Draw(learner, judged.Images.Tensors, judged.Images.Predict(judged.Inner, theta, phi));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi, RunningStatistics? running) =>
        On(Adapting, step, images => learner.SupportLoss(theta, phi, images, running));

    private Tensor On(int purpose, int step, Func<TaskTensors, Tensor> loss)
    {
        using var scope = torch.NewDisposeScope();
        var tensors = TaskTensors.From(Build(Batch(purpose, step), [], Stream(purpose, step)), place);

        // The graph of the loss keeps what it needs of the images alive by itself.
        using (tensors)
            return loss(tensors).MoveToOuterDisposeScope();
    }

    private RandomStream Stream(int purpose, int step) => RandomStream.Derive(seed, StreamPurpose.Batches, purpose, step);

    /// <summary>The images of a step: shuffled passes over all of them, one after the other.</summary>
    private List<(int Image, int Way)> Batch(int purpose, int step)
    {
        var batch = new List<(int, int)>(spec.Task.Batch);
        var (pass, order) = (-1L, Array.Empty<int>());
        for (var at = (long)step * spec.Task.Batch; batch.Count < spec.Task.Batch; at++)
        {
            if (at / training.Count != pass)
            {
                (pass, order) = (at / training.Count, [.. Enumerable.Range(0, training.Count)]);
                RandomStream.Derive(seed, StreamPurpose.Batches, purpose, -1, pass).Draw(order.AsSpan(), order.Length);
            }

            batch.Add(training[order[at % training.Count]]);
        }

        return batch;
    }

    private FewShotTask Build(IReadOnlyList<(int Image, int Way)> support, IReadOnlyList<(int Image, int Way)> query, RandomStream random)
    {
        var builder = new FewShotTaskBuilder(images.Image, spec.Learner.InvertImages, spec.Task.Ways, support.Count, 0, query.Count, AffineRange.Full);
        foreach (var (image, way) in support)
            builder.AddSupport(images[image], way, 0, spec.Task.Augmentation, random);
        foreach (var (image, way) in query)
            builder.AddQuery(images[image], way, 0, spec.Task.Augmentation, random);
        return builder.Build(classes);
    }

    /// <summary>Judges held-out images by the running statistics of adaptation, where the learner has them.</summary>
    private sealed class Passage : ITaskPassage
    {
        private readonly MultiShotTask _task;

        public Passage(MultiShotTask task, ImageLearner learner, TaskTensors judged)
        {
            _task = task;
            Images = new ImageTask(learner, judged);
            Inner = Images.Begin();
        }

        public ImageTask Images { get; }

        public ITaskPassage Inner { get; }

        public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => _task.TaskLoss(step, theta, phi, Images.RunningOf(Inner));

        public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => _task.MetaLoss(step, theta, phi);

        public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => _task.FinalLoss(theta, phi);

        public Judgement Judge(int step, ParameterSet theta, ParameterSet phi) => Inner.Judge(step, theta, phi);

        public void Dispose()
        {
            Inner.Dispose();
            Images.Dispose();
        }
    }
}
