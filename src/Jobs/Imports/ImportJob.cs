using WarpGrad.Data;

namespace WarpGrad.Jobs.Imports;

/// <summary>An import of any kind: wholly or not at all, and never without an end.</summary>
/// <typeparam name="TImport">The row that stands for it.</typeparam>
internal abstract partial class ImportJob<TImport>(WarpGradDbContext database, ILogger logger)
    where TImport : class
{
    /// <summary>The database.</summary>
    protected WarpGradDbContext Database { get; } = database;

    public async Task ImportAsync(Guid id, CancellationToken stopping)
    {
        try
        {
            await EndAsync(id, import => StoreAsync(import, stopping), stopping);
        }
        catch (Exception failure) when (ImportFailure.IsFinal(failure))
        {
            await FailAsync(id, failure, stopping);
        }
    }

    /// <summary>Brings an import to its end, one way or another, if nobody else has done so or is about it.</summary>
    /// <param name="id">The import.</param>
    /// <param name="end">Brings it there, while its row is locked.</param>
    /// <param name="stopping">Stops it.</param>
    protected abstract Task EndAsync(Guid id, Func<TImport, Task> end, CancellationToken stopping);

    /// <summary>Does what was asked for.</summary>
    /// <param name="import">The import, locked.</param>
    /// <param name="stopping">Stops it.</param>
    protected abstract Task StoreAsync(TImport import, CancellationToken stopping);

    /// <summary>Says why it was not done.</summary>
    /// <param name="import">The import, locked.</param>
    /// <param name="reason">One sentence.</param>
    /// <param name="stopping">Stops it.</param>
    protected abstract Task RefuseAsync(TImport import, string reason, CancellationToken stopping);

    private async Task FailAsync(Guid id, Exception failure, CancellationToken stopping)
    {
        Failed(logger, id, failure);
        try
        {
            await RefuseAsync(id, ImportFailure.Explain(failure), stopping);
        }
        catch (Exception unstorable) when (ImportFailure.IsFinal(unstorable))
        {
            // A reason can hold words of the file, and those can be what the database does not take for text.
            Failed(logger, id, unstorable);
            await RefuseAsync(id, ImportFailure.Unexplained, stopping);
        }
    }

    private Task RefuseAsync(Guid id, string reason, CancellationToken stopping)
    {
        Database.ChangeTracker.Clear();
        return EndAsync(id, import => RefuseAsync(import, reason, stopping), stopping);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The import {ImportId} has failed.")]
    private static partial void Failed(ILogger logger, Guid importId, Exception exception);
}
