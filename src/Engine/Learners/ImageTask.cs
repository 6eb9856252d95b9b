using TorchSharp;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Learners;

/// <summary>A few-shot task of images: L_task is the cross-entropy on the support set, L_meta that on the query set.</summary>
/// <param name="learner">The learner.</param>
/// <param name="tensors">The images; the task takes them over.</param>
public sealed class ImageTask(ImageLearner learner, TaskTensors tensors) : IJointTask
{
    /// <summary>The images.</summary>
    public TaskTensors Tensors => tensors;

    /// <inheritdoc/>
    public ParameterSet Start(ParameterSet initialization) => learner.Head.Start(initialization, tensors.Ways);

    /// <inheritdoc/>
    public ParameterSet ToInitialization(ParameterSet gradient) => learner.Head.ToInitialization(gradient);

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => learner.SupportLoss(theta, phi, tensors);

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => FinalLoss(theta, phi);

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => F.cross_entropy(learner.QueryLogits(theta, phi, tensors), tensors.QueryLabels);

    /// <inheritdoc/>
    public Tensor JointLoss(ParameterSet theta, ParameterSet phi, Tensor weight, Tensor bias) => learner.JointLoss(theta, phi, tensors, weight, bias);

    /// <inheritdoc/>
    public void Enter(ParameterSet theta, ParameterSet phi, RecordedStatistics statistics, Action<WarpLayer, Tensor> entered) =>
        learner.Enter(theta, phi, tensors, statistics, entered);

    /// <inheritdoc/>
    public ITaskPassage Begin() => new Passage(this, learner, tensors);

    /// <summary>Class predicted for each query at a point of a passage.</summary>
    /// <param name="passage">A passage of this task that led to the point.</param>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    public IReadOnlyList<long> Predict(ITaskPassage passage, ParameterSet theta, ParameterSet phi)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        return ((Passage)passage).Logits(theta, phi).argmax(1).cpu().data<long>().ToArray();
    }

    /// <summary>The running statistics that a passage of this task feeds.</summary>
    /// <param name="passage">The passage.</param>
    internal RunningStatistics RunningOf(ITaskPassage passage) => ((Passage)passage).Running;

    /// <summary>Freezes what further queries need at a point of a passage.</summary>
    /// <param name="passage">A passage of this task that led to the point.</param>
    /// <param name="theta">θ.</param>
    /// <param name="phi">φ.</param>
    /// <returns>The classifier and its loss on the support set.</returns>
    public (FrozenClassifier Classifier, double SupportLoss) Freeze(ITaskPassage passage, ParameterSet theta, ParameterSet phi) =>
        learner.Freeze(theta, phi, tensors, RunningOf(passage));

    /// <inheritdoc/>
    public void Dispose() => tensors.Dispose();

    /// <summary>The passes over the support set feed running statistics, where the learner has them; queries are judged by these.</summary>
    private sealed class Passage(ImageTask task, ImageLearner learner, TaskTensors tensors) : ITaskPassage
    {
        public RunningStatistics Running { get; } = new();

        public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => learner.SupportLoss(theta, phi, tensors, Running);

        public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => task.MetaLoss(step, theta, phi);

        public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => task.FinalLoss(theta, phi);

        public Judgement Judge(int step, ParameterSet theta, ParameterSet phi)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            var logits = Logits(theta, phi);
            var correct = logits.argmax(1).eq(tensors.QueryLabels).sum().Number();
            return new Judgement(F.cross_entropy(logits, tensors.QueryLabels).Number(), correct / tensors.QueryCount);
        }

        public Tensor Logits(ParameterSet theta, ParameterSet phi) => learner.QueryLogits(theta, phi, tensors, Running);

        public void Dispose() => Running.Dispose();
    }
}
