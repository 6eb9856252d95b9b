using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Notifications;
using WarpGrad.Jobs.Datasets;

namespace WarpGrad.Jobs.Estimates;

/// <summary>Answers the question what a run would cost.</summary>
internal sealed class EstimateJob(WarpGradDbContext database, TimeProvider time) : IEstimateJob
{
    public async Task MeasureAsync(Guid estimateId, CancellationToken stopping)
    {
        var estimate = await database.Estimates.Include(e => e.DatasetVersion).SingleOrDefaultAsync(e => e.Id == estimateId, stopping);
        if (estimate is not { Result: null, FailureReason: null })
            return;
        // From here on it can be lost with this worker; while it waited, it could not.
        var now = time.GetUtcNow();
        await database.Estimates.Where(e => e.Id == estimateId).ExecuteUpdateAsync(set => set.SetProperty(e => e.StartedAt, now), stopping);
        var spec = JsonSerializer.Deserialize<RunSpec>(estimate.Spec, SpecJson.Options)!;
        var data = estimate.DatasetVersion;
        var classes = data is null ? [] : await ClassTable.ReadAsync(database, data.Id, stopping);
        var question = new ProbeQuestion(spec, data is null ? null : [data.Channels, data.Height, data.Width], classes);
        var (answer, failure) = await ProbeProcess.AskAsync(question, stopping);
        estimate.Result = answer is null ? null : JsonSerializer.Serialize(answer, SpecJson.Options);
        estimate.FailureReason = failure;
        await using var transaction = await database.Database.BeginTransactionAsync(CancellationToken.None);
        await database.SaveChangesAsync(CancellationToken.None);
        await database.NotifyAsync(Channels.Estimates, estimateId.ToString(), CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }
}
