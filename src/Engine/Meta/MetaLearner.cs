using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Engine.Meta;

/// <summary>
/// One order of adaptation and meta-updates. What is adapted and by which objectives is decided by the spec's parts, so a method such
/// as Warp-Leap or Meta-SGD is a spec and not a class.
/// </summary>
public abstract class MetaLearner
{
    private protected MetaLearner(RunSpec spec, Learner learner, int workers)
    {
        (Spec, Learner, Workers) = (spec, learner, workers);
        Optimizers = new MetaOptimizers(spec);
        Inner = new InnerLoop(InnerOptimizer.Of(spec.InnerLoop), spec.InnerLoop.Steps);
        Pass = new TaskPass(spec, Inner);
    }

    private protected RunSpec Spec { get; }

    private protected Learner Learner { get; }

    private protected int Workers { get; }

    private protected MetaOptimizers Optimizers { get; }

    private protected InnerLoop Inner { get; }

    private protected TaskPass Pass { get; }

    /// <summary>What decides the shapes of a piece of this run's work.</summary>
    /// <param name="piece">Which piece.</param>
    private protected object Kind(string piece) => (Learner.Kind, Spec.Task, Spec.InnerLoop, Spec.MetaLearner, piece);

    /// <summary>The meta-learner of a spec.</summary>
    /// <param name="spec">The run's spec.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="classes">Training classes, for the algorithm that has a head for each.</param>
    /// <param name="workers">Threads to use at most; the result does not depend on it.</param>
    public static MetaLearner Create(RunSpec spec, Learner learner, int classes, int workers)
    {
        var adapting = ByAlgorithm(spec, learner, classes, workers);
        return spec.MetaLearner.Pretraining > 0 ? new PretrainedMetaLearner(spec, learner, adapting, workers) : adapting;
    }

    private static MetaLearner ByAlgorithm(RunSpec spec, Learner learner, int classes, int workers) => spec.MetaLearner.Algorithm switch
    {
        MetaAlgorithm.Offline => new OfflineMetaLearner(spec, learner, workers),
        MetaAlgorithm.Online => new OnlineMetaLearner(spec, learner, workers),
        MetaAlgorithm.Continual => new ContinualMetaLearner(spec, learner, workers),
        MetaAlgorithm.FineTuning => new FineTuningLearner(spec, (ImageLearner)learner, classes, workers),
        MetaAlgorithm.None => new NoMetaLearner(spec, learner, workers),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.MetaLearner.Algorithm, "Unknown algorithm."),
    };

    /// <summary>The state before the first meta-step.</summary>
    /// <param name="place">Where its tensors are to live.</param>
    /// <param name="model">φ, θ₀ and ψ to start from, copied; drawn from the seed where there are none. Meta-optimisers begin anew.</param>
    /// <exception cref="ModelMismatchException">When the learner has other parameters.</exception>
    public virtual MetaState Start(Placement place, MetaParameters? model = null)
    {
        if (model is { } given)
            ModelStart.Check(Learner, given);
        return new MetaState(
            0,
            Optimizers.BeginWarp(Begin(LayerRole.Warp, model?.Phi)),
            BeginStart(Begin(LayerRole.Adapt, model?.Initialization)),
            Optimizers.BeginRate(Begin(LayerRole.Rate, model?.Rates)),
            new MetaGroup(ParameterSet.Empty, OptimizerState.None));

        ParameterSet Begin(LayerRole role, ParameterSet? from) => from is null ? Learner.Draw(role, Spec.Seed, place) : ModelStart.Copy(from, place);
    }

    /// <summary>θ₀ and the state of what moves it: in a stream that is the inner optimiser, which goes on where it was.</summary>
    private MetaGroup BeginStart(ParameterSet drawn) => Spec.MetaLearner.Initialization == InitializationObjective.Stream
        ? new MetaGroup(drawn, Inner.Optimizer.Start(drawn).Map(set => set.DetachFromScope()))
        : Optimizers.BeginStart(drawn);

    /// <summary>One meta-step. The old state stays as it is, so a stopped step leaves nothing half done.</summary>
    /// <param name="state">Current state.</param>
    /// <param name="tasks">The meta-batch: tasks, or stacks of them where the spec has several tasks at once.</param>
    /// <param name="progress">Part of the run that is over, for schedules.</param>
    /// <param name="judge">Whether to judge the tasks before and after adaptation.</param>
    /// <param name="stop">Ends between inner steps and points.</param>
    public abstract MetaStep Step(MetaState state, IReadOnlyList<IMetaTask> tasks, double progress, bool judge = false, CancellationToken stop = default);
}

/// <summary>Outcome of one meta-step.</summary>
/// <param name="State">The new state.</param>
/// <param name="Objective">Mean meta-objective: of the warp over its trajectory points, or of the whole adaptation over tasks.</param>
/// <param name="Judgements">Each task before and after adaptation, if they were judged.</param>
/// <param name="StoredBytes">Size of the trajectory points that were kept for replay.</param>
public sealed record MetaStep(MetaState State, double Objective, IReadOnlyList<(Judgement Before, Judgement After)> Judgements, long StoredBytes = 0);
