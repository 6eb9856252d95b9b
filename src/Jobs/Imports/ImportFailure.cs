using WarpGrad.Data;
using WarpGrad.Engine.Checkpoints;
using WarpGrad.Jobs.Datasets;

namespace WarpGrad.Jobs.Imports;

/// <summary>Tells imports that can only fail from those that another try may bring to an end.</summary>
internal static class ImportFailure
{
    /// <summary>Where there is nothing that the person could mend.</summary>
    public const string Unexplained =
        "The import stopped with an unexpected error, and nothing of the file was kept; the operator finds the details in the worker's log.";

    /// <summary>Why an import is given up that was begun again and again.</summary>
    /// <param name="attempts">Tries that came to no end.</param>
    public static string OfAttempts(int attempts) =>
        $"The import was begun {attempts} times and came to no end, probably because a worker has too little memory or room for it, and nothing of the file was kept: send less at once, or ask the operator.";

    /// <summary>Whether another try would fail alike. What comes of a database or a disk that is away or full, or of a connection that broke, passes.</summary>
    /// <param name="failure">What was thrown.</param>
    public static bool IsFinal(Exception failure) =>
        failure is not (OperationCanceledException or IOException or InvalidOperationException) && !DatabaseFailures.IsPassing(failure);

    /// <summary>Says in one sentence, for the person who sent the file, why the import failed.</summary>
    /// <param name="failure">What was thrown.</param>
    public static string Explain(Exception failure) => failure switch
    {
        ImportRefusedException or InvalidCheckpointException => failure.Message,
        _ => Unexplained,
    };
}
