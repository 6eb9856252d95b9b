using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Serving;

/// <summary>A caller's points, learned part by part with equal shares of the steps.</summary>
/// <param name="learner">The learner.</param>
/// <param name="parts">Points of each part; the task takes them over.</param>
/// <param name="all">All points; likewise.</param>
/// <param name="steps">Adaptation steps.</param>
internal sealed class GivenCurve(CurveLearner learner, CurvePoints[] parts, CurvePoints all, int steps) : IMetaTask
{
    /// <summary>Steps after which a number of parts are learned.</summary>
    /// <param name="learned">Number of parts.</param>
    public int EndOf(int learned) => (steps * learned + parts.Length - 1) / parts.Length;

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) =>
        learner.Loss(theta, phi, parts[Math.Min((int)((long)step * parts.Length / Math.Max(steps, 1)), parts.Length - 1)]);

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => FinalLoss(theta, phi);

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => learner.Loss(theta, phi, all);

    /// <inheritdoc/>
    public ITaskPassage Begin() => new Passage(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in parts)
            part.Dispose();
        all.Dispose();
    }

    private sealed class Passage(GivenCurve task) : PlainPassage(task)
    {
        public override Judgement Judge(int step, ParameterSet theta, ParameterSet phi)
        {
            using var quiet = no_grad();
            using var loss = task.FinalLoss(theta, phi);
            return new Judgement(loss.Number(), loss.Number());
        }
    }
}
