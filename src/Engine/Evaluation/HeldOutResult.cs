using WarpGrad.Contracts.Runs;

namespace WarpGrad.Engine.Evaluation;

/// <summary>Quality of a learner on held-out tasks.</summary>
/// <param name="Summary">Over all tasks.</param>
/// <param name="Scores">Score after adaptation of every task, in the order of the tasks; runs of one seed and data meet the same ones.</param>
public sealed record HeldOutResult(EvaluationSummary Summary, double[] Scores);
