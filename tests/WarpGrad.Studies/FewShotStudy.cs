using WarpGrad.Cli.Results;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine;
using WarpGrad.Engine.Evaluation;
using WarpGrad.Engine.Meta;
using WarpGrad.Engine.Networks;
using WarpGrad.Engine.Optimization;
using WarpGrad.Engine.Tasks;

namespace WarpGrad.Studies;

/// <summary>Meta-trains one spec for a span of processor time and judges it on each test alphabet by itself.</summary>
internal static class FewShotStudy
{
    /// <summary>Test tasks follow from this seed whatever the run's own: all runs meet the same.</summary>
    private const long TestSeed = 1;

    /// <summary>What a learner that adapts nothing in training is fine-tuned with: the recipe's own adaptation.</summary>
    private const int FineTuningSteps = 10, FineTuningCopies = 2;
    private const double FineTuningRate = 0.01;

    /// <summary>Trains and judges, on the calling thread alone.</summary>
    /// <param name="name">Name of the method.</param>
    /// <param name="spec">Its spec; <see cref="OuterLoopSpec.MaxMinutes"/> counts processor time.</param>
    /// <param name="alphabets">The data.</param>
    /// <param name="tasks">Test tasks of each alphabet.</param>
    /// <param name="model">Where the trained model is written.</param>
    public static StudyResult Run(string name, RunSpec spec, Alphabets alphabets, int tasks, string model)
    {
        // Every alphabet is judged below; the trainer's own test and its looks on the way would only take time.
        var training = spec with { Evaluation = spec.Evaluation with { Interval = spec.OuterLoop.MetaSteps, CheckpointInterval = spec.OuterLoop.MetaSteps, FinalTasks = 1, Tasks = 20 } };
        var data = alphabets.TestedOn(Alphabets.Test[0]);
        using (var trainer = MetaTrainer.Create(training, data, workers: 1, new ProcessorClock()))
        {
            trainer.Run(new SilentObserver(), CancellationToken.None);
            using var file = File.Create(model);
            trainer.WriteModel(file);
        }

        using var stored = File.OpenRead(model);
        using var trained = WarpModel.Read(stored);
        return new StudyResult(
            name, spec.Seed, spec, trained.Step, tasks, Hardware.Here(), Alphabets.Test.ToDictionary(test => test, test => Judge(spec, trained, alphabets.TestedOn(test), tasks)));
    }

    private static EvaluationSummary Judge(RunSpec spec, WarpModel model, PackedImages alphabet, int tasks)
    {
        var classes = alphabet.Classes.Count(c => c.Split == ClassSplit.Test);
        var judged = spec with { Seed = TestSeed, Task = spec.Task with { Ways = Math.Min(spec.Task.Ways, classes) }, InnerLoop = Adaptation(spec.InnerLoop) };
        var (phi, initialization, rates) = model.Parameters;
        static MetaGroup Fixed(ParameterSet parameters) => new(parameters, OptimizerState.None);
        // The model owns the tensors.
        var state = new MetaState(model.Step, Fixed(phi), Fixed(initialization), Fixed(rates), Fixed(ParameterSet.Empty));
        return new Evaluator(judged, TaskDistributions.Of(judged, alphabet), ClassSplit.Test, workers: 1).Run(state, tasks, CancellationToken.None).Summary;
    }

    private static InnerLoopSpec Adaptation(InnerLoopSpec loop) => loop.Steps > 0
        ? loop
        : loop with { Steps = FineTuningSteps, LearningRate = FineTuningRate, SupportCopies = FineTuningCopies };
}
