using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Data;

namespace WarpGrad.Jobs.Imports;

/// <summary>An import of any kind: wholly or not at all, and never without an end.</summary>
/// <typeparam name="TImport">The row that stands for it.</typeparam>
internal abstract partial class ImportJob<TImport>(WarpGradDbContext database, IOptions<WorkerOptions> options, ILogger logger)
    where TImport : class
{
    /// <summary>The database.</summary>
    protected WarpGradDbContext Database { get; } = database;

    public async Task ImportAsync(Guid id, CancellationToken stopping)
    {
        // Counted before anything is done, because a worker that dies tells nobody. Who finds the row locked leaves it to its holder.
        if (await CountAsync(id, 1, stopping) is not { } attempt)
            return;
        if (attempt > options.Value.DeathsAllowed)
        {
            GivenUp(logger, id, attempt - 1);
            await RefuseAsync(id, ImportFailure.OfAttempts(attempt - 1), stopping);
            return;
        }

        try
        {
            await EndAsync(id, import => StoreAsync(import, stopping), stopping);
        }
        catch (Exception failure) when (ImportFailure.IsFinal(failure))
        {
            await FailAsync(id, failure, stopping);
        }
        catch (Exception failure) when (failure is OperationCanceledException || DatabaseFailures.IsPassing(failure))
        {
            // No fault of the import.
            await PutDownAsync(id);
            throw;
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

    private async Task PutDownAsync(Guid id)
    {
        try
        {
            await CountAsync(id, -1, CancellationToken.None);
        }
        catch (Exception failure) when (DatabaseFailures.IsAny(failure))
        {
            NotPutDown(logger, id, failure);
        }
    }

    /// <summary>Counts tries of an import that nobody holds.</summary>
    /// <returns>Those that are counted now; null when somebody holds it, or it is gone.</returns>
    private async Task<int?> CountAsync(Guid id, int more, CancellationToken cancellation)
    {
        var table = Database.Model.FindEntityType(typeof(TImport))!.GetTableName();
        var sql = $$"""
            UPDATE {{table}} SET "Attempts" = "Attempts" + {0}
            WHERE "Id" = (SELECT "Id" FROM {{table}} WHERE "Id" = {1} FOR UPDATE SKIP LOCKED) RETURNING "Attempts" AS "Value"
            """;
        var counted = await Database.Database.SqlQueryRaw<int>(sql, more, id).ToListAsync(cancellation);
        return counted is [var attempts] ? attempts : null;
    }

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

    [LoggerMessage(Level = LogLevel.Error, Message = "The import {ImportId} is given up: {Attempts} tries came to no end.")]
    private static partial void GivenUp(ILogger logger, Guid importId, int attempts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The import {ImportId} could not be put down in order; the try counts.")]
    private static partial void NotPutDown(ILogger logger, Guid importId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The import {ImportId} has failed.")]
    private static partial void Failed(ILogger logger, Guid importId, Exception exception);
}
