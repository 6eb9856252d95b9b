using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Jobs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Notifications;
using WarpGrad.Jobs.Images;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Adapts a model to the support set of a request and predicts its queries.</summary>
internal sealed partial class AdaptationJob(
    WarpGradDbContext database, ModelCache models, TimeProvider time, ILogger<AdaptationJob> logger) : IAdaptationJob
{
    public async Task AdaptAsync(Guid adaptationId, CancellationToken stopping)
    {
        var adaptation = await database.Adaptations
            .Include(a => a.ModelVersion).ThenInclude(v => v!.Model).ThenInclude(m => m!.Team)
            .SingleOrDefaultAsync(a => a.Id == adaptationId, stopping);
        if (adaptation is not { State: AdaptationState.Pending })
            return;
        try
        {
            var answer = await ComputeAsync(adaptation, stopping);
            adaptation.Result = JsonSerializer.Serialize(answer, JsonSerializerOptions.Web);
            adaptation.State = AdaptationState.Done;
        }
        catch (ImageRefusedException refused)
        {
            Fail(adaptation, ProblemTypes.InvalidImage, refused.Message);
        }
        catch (ArgumentException invalid)
        {
            Fail(adaptation, ProblemTypes.InvalidRequest, Sentences.Of(invalid));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed(logger, adaptationId, exception);
            Fail(adaptation, ProblemTypes.ComputationFailed, "The adaptation stopped with an unexpected error; the operator finds the details in the log.");
        }

        await using var transaction = await database.Database.BeginTransactionAsync(CancellationToken.None);
        await database.SaveChangesAsync(CancellationToken.None);
        await database.NotifyAsync(Channels.Adaptations, adaptationId.ToString(), CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    private async Task<AdaptAndPredictResponse> ComputeAsync(Adaptation adaptation, CancellationToken stopping)
    {
        var queued = (time.GetUtcNow() - adaptation.CreatedAt).TotalMilliseconds;
        var clock = Stopwatch.StartNew();
        var request = JsonSerializer.Deserialize<AdaptAndPredictRequest>(adaptation.Request, SpecJson.Options)!;
        var version = adaptation.ModelVersion!;
        using var borrowed = await models.BorrowAsync(version.BlobId);
        var answer = Answers.To(request, borrowed.Model, stopping);
        return new AdaptAndPredictResponse(
            adaptation.Id, $"{version.Model!.Team!.Slug}/{version.Model.Slug}", version.Number, answer.Labels, answer.Predictions,
            answer.SupportLoss, new AdaptationTimings(Math.Round(queued, 2), Math.Round(clock.Elapsed.TotalMilliseconds - answer.PredictMs, 2), Math.Round(answer.PredictMs, 2)),
            answer.Picture);
    }

    private static void Fail(Adaptation adaptation, string type, string reason) =>
        (adaptation.State, adaptation.FailureType, adaptation.FailureReason) = (AdaptationState.Failed, type, reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Adaptation {AdaptationId} failed.")]
    private static partial void Failed(ILogger logger, Guid adaptationId, Exception exception);
}
