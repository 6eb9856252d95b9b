using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Learners;

/// <summary>
/// Several few-shot tasks of images, computed in one batch. θ has the tasks as its first dimension, and every loss is the sum over the
/// tasks, so that one backward pass gives each task the gradient it would have by itself. Warps are looked into task by task, not here.
/// </summary>
/// <param name="learner">The learner.</param>
/// <param name="tensors">The images of all tasks, stacked; the stack takes them over.</param>
public sealed class ImageStack(ImageLearner learner, TaskTensors tensors) : IMetaTask
{
    /// <summary>Tasks in it.</summary>
    public int Count => tensors.Stack;

    /// <inheritdoc/>
    public ParameterSet Start(ParameterSet initialization)
    {
        using var scope = torch.NewDisposeScope();
        return learner.Head.Start(initialization, tensors.Ways).Map(tensor => torch.stack(Enumerable.Repeat(tensor, Count))).MoveToOuterScope();
    }

    /// <inheritdoc/>
    public ParameterSet ToInitialization(ParameterSet gradient) => learner.Head.ToInitialization(gradient.Map(tensor => tensor.sum(0L)));

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => learner.SupportLoss(theta, phi, tensors).sum();

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => FinalLoss(theta, phi);

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => ImageLearner.Loss(learner.QueryLogits(theta, phi, tensors), tensors.QueryLabels).sum();

    /// <inheritdoc/>
    public ITaskPassage Begin() => new Passage(this, learner, tensors);

    /// <summary>Ends a passage with each task by itself.</summary>
    /// <param name="passage">A passage of this stack.</param>
    /// <param name="theta">θ that it led to; it stays the caller's.</param>
    /// <param name="phi">φ.</param>
    /// <returns>Of each task θ, the frozen classifier, and the support loss at the start and after every step. The caller owns the tensors.</returns>
    public IReadOnlyList<(ParameterSet Theta, FrozenClassifier Classifier, double[] SupportLoss)> Finish(ITaskPassage passage, ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        var (running, taken) = ((Passage)passage).Gathered;
        var (all, last) = learner.FreezeAll(theta, phi, tensors, running);
        using (all)
        {
            // One transfer for the losses of all tasks and steps.
            var losses = torch.stack([.. taken, last], 1).to(ScalarType.Float64, torch.CPU).data<double>().ToArray().Chunk(taken.Count + 1).ToArray();
            return [.. losses.Select((loss, task) => (theta.Map(tensor => tensor.select(0, task).clone()).DetachFromScope(), all.Of(task, Count), loss))];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => tensors.Dispose();

    /// <summary>Keeps the loss of each task at every step beside running statistics, where the learner has them.</summary>
    private sealed class Passage(ImageStack stack, ImageLearner learner, TaskTensors tensors) : IStackPassage
    {
        private readonly RunningStatistics _running = new();
        private readonly List<Tensor> _losses = [];

        public int Count => stack.Count;

        public Tensor LastLosses => _losses[^1];

        public (RunningStatistics Running, IReadOnlyList<Tensor> Losses) Gathered => (_running, _losses);

        public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi)
        {
            var losses = learner.SupportLoss(theta, phi, tensors, _running);
            _losses.Add(losses.detach().DetachFromDisposeScope());
            return losses.sum();
        }

        public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => stack.MetaLoss(step, theta, phi);

        public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => stack.FinalLoss(theta, phi);

        public Tensor LossesAt(int step, ParameterSet theta, ParameterSet phi)
        {
            using var quiet = torch.no_grad();
            return learner.SupportLoss(theta, phi, tensors);
        }

        public Judgement Judge(int step, ParameterSet theta, ParameterSet phi)
        {
            var each = JudgeEach(step, theta, phi);
            return new Judgement(each.Average(one => one.Loss), each.Average(one => one.Score));
        }

        public IReadOnlyList<Judgement> JudgeEach(int step, ParameterSet theta, ParameterSet phi)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            var logits = learner.QueryLogits(theta, phi, tensors, _running);
            var correct = logits.argmax(-1).eq(tensors.QueryLabels).sum([1L]);

            // One transfer for all tasks.
            var figures = torch.stack([ImageLearner.Loss(logits, tensors.QueryLabels).to(ScalarType.Float64), correct.to(ScalarType.Float64)], 1);
            return [.. figures.to(ScalarType.Float64, torch.CPU).data<double>().ToArray().Chunk(2).Select(one => new Judgement(one[0], one[1] / tensors.QueryCount))];
        }

        public void Dispose()
        {
            _running.Dispose();
            foreach (var loss in _losses)
                loss.Dispose();
        }
    }
}
