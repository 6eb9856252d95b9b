using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using static TorchSharp.torch;

namespace WarpGrad.Engine.Tasks.Surfaces;

/// <summary>
/// Descents on one surface from several points side by side (paper App. D: a mini-batch of initialisations, trained separately).
/// L_task is the sum of their heights, so that each descends as if alone, and L_meta the mean.
/// </summary>
/// <param name="spec">The run's spec.</param>
/// <param name="learner">The learner.</param>
/// <param name="surface">The surface.</param>
/// <param name="starts">Starting points in the warped space.</param>
/// <param name="place">Where tensors are to live.</param>
internal sealed class SurfaceTask(RunSpec spec, SurfaceLearner learner, Surface surface, IReadOnlyList<(double X1, double X2)> starts, Placement place) : IMetaTask
{
    /// <summary>Differences of height up to this are draws.</summary>
    private const double Tie = 1e-3;

    /// <summary>The surface.</summary>
    public Surface Surface => surface;

    /// <summary>The learner.</summary>
    public SurfaceLearner Learner => learner;

    /// <summary>The task with its first start alone.</summary>
    public SurfaceTask OfFirst => new(spec, learner, surface, [starts[0]], place);

    /// <inheritdoc/>
    public ParameterSet Start(ParameterSet initialization) => new([SurfaceLearner.Points], [SurfaceLearner.Tensors(starts, place)]);

    /// <inheritdoc/>
    public ParameterSet ToInitialization(ParameterSet gradient) => ParameterSet.Empty;

    /// <inheritdoc/>
    public Tensor TaskLoss(int step, ParameterSet theta, ParameterSet phi) => Heights(theta, phi).sum();

    /// <inheritdoc/>
    public Tensor MetaLoss(int step, ParameterSet theta, ParameterSet phi) => FinalLoss(theta, phi);

    /// <inheritdoc/>
    public Tensor FinalLoss(ParameterSet theta, ParameterSet phi) => Heights(theta, phi).mean();

    /// <inheritdoc/>
    public void Enter(ParameterSet theta, ParameterSet phi, RecordedStatistics statistics, Action<WarpLayer, Tensor> entered) =>
        entered(learner.Warps[0], theta[SurfaceLearner.Points]);

    /// <inheritdoc/>
    public ITaskPassage Begin() => new Passage(this);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private Tensor Heights(ParameterSet theta, ParameterSet phi) => surface.Heights(learner.Warp(theta, phi));

    /// <summary>Plain descents from the points of the surface at which the warped ones begin.</summary>
    private double[][] PlainHeights(ParameterSet theta, ParameterSet phi) => [.. learner.Places(theta[SurfaceLearner.Points], phi)
        .Select(from => Array.ConvertAll(surface.Descend(from.X1, from.X2, spec.InnerLoop.LearningRate, spec.InnerLoop.Steps), at => at.Height))];

    private double[] WarpedHeights(ParameterSet theta, ParameterSet phi) =>
        Array.ConvertAll(learner.Places(theta[SurfaceLearner.Points], phi), at => surface.At(at.X1, at.X2).Height);

    private sealed class Passage(SurfaceTask task) : PlainPassage(task)
    {
        private double[][] _plain = [];

        public override Judgement Judge(int step, ParameterSet theta, ParameterSet phi)
        {
            if (step == 0)
                _plain = task.PlainHeights(theta, phi);
            var warped = task.WarpedHeights(theta, phi);
            var plain = _plain.Select(path => path[step]).ToArray();
            var pairs = warped.Zip(plain, (w, p) => (Warped: w, Plain: p)).ToArray();
            double Share(Func<(double Warped, double Plain), bool> which) => pairs.Count(which) / (double)pairs.Length;
            return new Judgement(
                warped.Average(), Share(pair => pair.Warped < pair.Plain - Tie),
                [plain.Average(), Share(pair => pair.Warped > pair.Plain + Tie), pairs.Average(pair => pair.Warped - pair.Plain)]);
        }
    }
}
