using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// Trains θ₀ and φ together by the query loss without adaptation for the first part of a run, then learns to adapt from there. A step
/// without adaptation costs a fraction of one with it, and features that already tell classes apart are what adaptation can improve.
/// </summary>
/// <param name="spec">The run's spec.</param>
/// <param name="learner">The learner.</param>
/// <param name="adapting">Learns to adapt.</param>
/// <param name="workers">Threads to use at most; the result does not depend on it.</param>
internal sealed class PretrainedMetaLearner(RunSpec spec, Learner learner, MetaLearner adapting, int workers) : MetaLearner(spec, learner, workers)
{
    // Differentiated through an adaptation of no steps, MAML is the query loss at θ₀, and the trajectory's objective the same for φ.
    private readonly OnlineMetaLearner _pretraining = new(
        spec with
        {
            InnerLoop = spec.InnerLoop with { Steps = 0 },
            MetaLearner = new MetaLearnerSpec { Algorithm = MetaAlgorithm.Online, Objective = WarpObjectiveKind.Trajectory, Initialization = InitializationObjective.Maml },
        },
        learner,
        workers);

    public override MetaStep Step(MetaState state, IReadOnlyList<IMetaTask> tasks, double progress, bool judge = false, CancellationToken stop = default) =>
        (progress < Spec.MetaLearner.Pretraining ? _pretraining : adapting).Step(state, tasks, progress, judge, stop);
}
