using WarpGrad.Engine;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Jobs.Runs;

/// <summary>Says in one sentence, for the person who submitted the run, why it failed.</summary>
internal static class RunFailure
{
    public static string Explain(Exception exception) => exception switch
    {
        _ when MemoryShortage.Of(exception) is { } shortage => shortage == MemoryShortage.OnGpu ? OutOfGpuMemory : OutOfMemory,
        InvalidCheckpointException e => $"The stored checkpoint cannot be continued: {e.Message}",
        TrainingDivergedException e => e.Message,
        DeviceMissingException e => e.Message,
        ModelMismatchException e => e.Message,
        MaterialWithdrawnException e => e.Message,
        ArgumentException e => $"The run spec and the dataset do not fit together: {Sentences.Of(e)}",
        _ => "Training stopped with an unexpected error; the operator finds the details with the run.",
    };

    /// <summary>Why a run is given up whose workers died without a word.</summary>
    /// <param name="deaths">Workers that died, one after the other.</param>
    /// <param name="step">Meta-steps done when the last one died.</param>
    public static string OfDeaths(int deaths, long step) =>
        $"Its worker died {deaths} times in a row near step {step} without getting as far as a new checkpoint, probably for want of memory: {LessMemory}, or store checkpoints more often.";

    /// <summary>What to do where memory runs out.</summary>
    public const string LessMemory = "use fewer filters, a smaller meta-batch, fewer queries or fewer adaptation steps";
    private const string OutOfGpuMemory = $"{MemoryShortage.OnGpu}: {LessMemory}, choose mixed precision, or the device cpu.";
    private const string OutOfMemory = $"{MemoryShortage.OnMachine}: {LessMemory}.";
}
