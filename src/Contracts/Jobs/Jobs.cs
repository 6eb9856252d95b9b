namespace WarpGrad.Contracts.Jobs;

/// <summary>Queues; each is served by a server of its own, because one server takes its queues in alphabetical order.</summary>
public static class QueueNames
{
    /// <summary>Adaptations a caller waits for. Their rows are the queue; the job library has no part in it.</summary>
    public const string Interactive = "interactive";

    /// <summary>Probes of what runs would cost; served by the workers of adaptations, because somebody waits for them.</summary>
    public const string Probes = "probes";

    /// <summary>Meta-training, one at a time per device; runs that need a GPU have queues of their own beside it.</summary>
    public const string Training = "training";

    /// <summary>Imports, exports, retention.</summary>
    public const string Housekeeping = "housekeeping";
}

/// <summary>
/// A ticket that says "there is a run to train". It names none: the worker takes the one whose turn it is.
/// Delivered at least once; the lease on the run makes the effect exactly-once.
/// </summary>
public interface IMetaTrainingJob
{
    /// <summary>Takes the next run and trains it until it is finished, paused, cancelled or taken away; does nothing when none waits.</summary>
    Task WorkAsync(CancellationToken stopping);
}

/// <summary>Turns an uploaded zip, or a recipe of practice glyphs, into a dataset version.</summary>
public interface IDatasetImportJob
{
    /// <summary>Imports the upload of the dataset or draws its glyphs; does nothing when that was done before.</summary>
    Task ImportAsync(Guid datasetId, CancellationToken stopping);
}

/// <summary>Turns a model file that somebody sent into a model version.</summary>
public interface IModelImportJob
{
    /// <summary>Checks a model file that somebody sent and registers it; does nothing when that was done before.</summary>
    Task ImportAsync(Guid importId, CancellationToken stopping);
}

/// <summary>Measures what a run would cost.</summary>
public interface IEstimateJob
{
    /// <summary>Probes the spec of the estimate; does nothing when that was done before.</summary>
    Task MeasureAsync(Guid estimateId, CancellationToken stopping);
}
