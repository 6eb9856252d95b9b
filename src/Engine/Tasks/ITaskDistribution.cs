using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Engine.Adaptation;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Evaluation;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Networks;

namespace WarpGrad.Engine.Tasks;

/// <summary>A distribution of tasks p(τ) and the learner for them: a task family with its settings and data.</summary>
public interface ITaskDistribution
{
    /// <summary>The learner of its tasks.</summary>
    Learner Learner { get; }

    /// <summary>Classes that training tasks are made of, for the algorithm with a head for each; 0 where there are none.</summary>
    int Classes => 0;

    /// <summary>Adaptation steps on a held-out task: those of the spec, or none where training is one endless stream.</summary>
    int EvaluationSteps { get; }

    /// <summary>Adaptation steps on a test task at the end; more or fewer than elsewhere where the family allows and the spec says so.</summary>
    int TestSteps => EvaluationSteps;

    /// <summary>Draws a training task. It follows from the seed and the numbers alone.</summary>
    /// <param name="metaStep">Number of the meta-step, from 1.</param>
    /// <param name="index">Index of the task in its meta-batch.</param>
    /// <param name="place">Where its tensors are to live.</param>
    IMetaTask Training(long metaStep, int index, Placement place);

    /// <summary>A task to judge by: the same for every state and at every time.</summary>
    /// <param name="split">Validation or test.</param>
    /// <param name="index">Its index.</param>
    /// <param name="place">Where its tensors are to live.</param>
    IMetaTask HeldOut(ClassSplit split, int index, Placement place);

    /// <summary>How many tasks to compute in one batch at most; one where the family or its adaptation does not allow for more.</summary>
    /// <param name="place">Where their tensors are to live.</param>
    /// <param name="wanted">How many are wanted; as many as suit the device without a wish.</param>
    int StackOn(Placement place, int? wanted = null) => 1;

    /// <summary>Several training tasks as one, the same that <see cref="Training(long, int, Placement)"/> draws one by one.</summary>
    /// <param name="metaStep">Number of the meta-step, from 1.</param>
    /// <param name="first">Index of the first task in its meta-batch.</param>
    /// <param name="count">How many.</param>
    /// <param name="place">Where their tensors are to live.</param>
    /// <exception cref="NotSupportedException">When the family's tasks are computed one by one, and these are more than one.</exception>
    IMetaTask Training(long metaStep, int first, int count, Placement place) => count == 1 ? Training(metaStep, first, place) : throw new NotSupportedException();

    /// <summary>Several held-out tasks as one, the same that <see cref="HeldOut(ClassSplit, int, Placement)"/> draws one by one.</summary>
    /// <param name="split">Validation or test.</param>
    /// <param name="first">Index of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="place">Where their tensors are to live.</param>
    /// <exception cref="NotSupportedException">When the family's tasks are computed one by one, and these are more than one.</exception>
    IMetaTask HeldOut(ClassSplit split, int first, int count, Placement place) => count == 1 ? HeldOut(split, first, place) : throw new NotSupportedException();

    /// <summary>Shows what the learner does on a held-out task, adapting to it anew; null where there is nothing to see.</summary>
    /// <param name="task">A task of this distribution.</param>
    /// <param name="parameters">φ, θ₀ and ψ.</param>
    /// <param name="stop">Ends between steps.</param>
    TaskPicture? Draw(IMetaTask task, MetaParameters parameters, CancellationToken stop);

    /// <summary>Adapts to a held-out task and measures the activations around its warps; nothing where a family has none.</summary>
    /// <param name="task">A task of this distribution.</param>
    /// <param name="parameters">φ, θ₀ and ψ.</param>
    /// <param name="statistics">Receives the measurements.</param>
    /// <param name="stop">Ends between steps.</param>
    void WatchWarps(IMetaTask task, MetaParameters parameters, WarpStatistics statistics, CancellationToken stop)
    {
    }

    /// <summary>Further figures over held-out tasks by name, from each task's judgements at the steps that were judged.</summary>
    /// <param name="tasks">Judgements by task, then by judged step.</param>
    IReadOnlyDictionary<string, double> Details(IReadOnlyList<Judgement[]> tasks) => new Dictionary<string, double>(StringComparer.Ordinal);
}

/// <summary>What meta-learning learned.</summary>
/// <param name="Phi">φ.</param>
/// <param name="Initialization">θ₀.</param>
/// <param name="Rates">ψ; empty where none are learned.</param>
public readonly record struct MetaParameters(ParameterSet Phi, ParameterSet Initialization, ParameterSet Rates);
