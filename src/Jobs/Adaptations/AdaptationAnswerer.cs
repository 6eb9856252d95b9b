using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Inspections;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;
using WarpGrad.Engine;
using WarpGrad.Jobs.Images;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Computes the answer to one question. Any number of threads may do so at the same time.</summary>
internal sealed partial class AdaptationAnswerer(
    ModelCache models, AdaptedCache kept, ImageStacks stacks, IOptions<WorkerOptions> options, ILogger<AdaptationAnswerer> logger)
{
    /// <summary>The answer, or in one sentence why there is none.</summary>
    /// <param name="claim">The question.</param>
    /// <param name="queue">Where a kept adaptation's questions are stored.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="OperationCanceledException">When stopped; the question then still waits for an answer, as it does where the database that holds the model is away.</exception>
    public AnsweredQuestion Answer(AdaptationClaim claim, AdaptationQueue queue, CancellationToken stop)
    {
        AdaptedTask? made = null;
        var clock = new WorkClock(claim.QueueMs);
        try
        {
            var answer = claim.Kind switch
            {
                AdaptationKind.Rank => JsonSerializer.Serialize(clock.Adapting(() => Rank(claim, stop)), JsonSerializerOptions.Web),
                AdaptationKind.Inspect => JsonSerializer.Serialize(clock.Adapting(() => Inspect(claim, stop)), JsonSerializerOptions.Web),
                _ => Write(Compute(claim, queue, clock, ref made, stop)),
            };
            return new AnsweredQuestion(new AdaptationOutcome(answer), made, clock.Computed);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !DatabaseFailures.IsAway(exception))
        {
            made?.Dispose();
            return new AnsweredQuestion(Explain(claim, exception), null, clock.Computed);
        }
    }

    private AdaptAndPredictResponse Compute(AdaptationClaim claim, AdaptationQueue queue, WorkClock clock, ref AdaptedTask? made, CancellationToken stop)
    {
        var request = clock.Reading(() => JsonSerializer.Deserialize<AdaptAndPredictRequest>(claim.Request, SpecJson.Options)!);
        using var borrowed = clock.Reading(() => models.Borrow(claim.BlobId!.Value));
        var model = borrowed.Thing;
        Answer answer;
        switch (claim.Kind)
        {
            case AdaptationKind.Keep:
                made = AdaptedTask.Begin(model, request, clock, stop);
                answer = made.Summarize(model, request, clock, stop);
                break;
            case AdaptationKind.Add:
                using (var before = clock.Reading(() => kept.Borrow(claim.Parent!.Value, claim.Round - 1, queue, model, stop)))
                    made = before.Thing.Continue(model, request, clock, stop);
                answer = made.Summarize(model, request, clock, stop);
                break;
            case AdaptationKind.Predict:
                using (var asked = clock.Reading(() => kept.Borrow(claim.Parent!.Value, claim.Round, queue, model, stop)))
                    answer = new Answer(asked.Thing.Labels, asked.Thing.Predict(request.Query, clock), []);
                break;
            default:
                answer = Answers.To(request, model, clock, stop, request.Stream ? new LiveSteps(step => Tell(claim, queue, step)) : null, stacks);
                break;
        }

        return new AdaptAndPredictResponse(
            claim.Parent ?? claim.Id, claim.Model, claim.Version, answer.Labels, answer.Predictions, answer.SupportLoss, clock.Timings, answer.Picture,
            Math.Max(0, answer.SupportLoss.Count - 1), answer.LeaveOneOut, answer.Warning, answer.Trace, request.Warp);
    }

    /// <summary>The answer as JSON, which knows no infinity.</summary>
    private static string Write(AdaptAndPredictResponse answer)
    {
        try
        {
            return JsonSerializer.Serialize(answer, JsonSerializerOptions.Web);
        }
        catch (ArgumentException)
        {
            throw new RanAwayException();
        }
    }

    /// <summary>Steps are for watching: the answer has them all, whatever becomes of this.</summary>
    private void Tell(AdaptationClaim claim, AdaptationQueue queue, TracedStep step)
    {
        try
        {
            queue.Tell(claim, step);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            NotTold(logger, claim.Id, exception);
        }
    }

    private ModelRanking Rank(AdaptationClaim claim, CancellationToken stop) => Ranking.Of(
        JsonSerializer.Deserialize<RankingQuestion>(claim.Request, SpecJson.Options)!, models, TimeSpan.FromSeconds(options.Value.RankingSeconds), stop);

    private ModelInspection Inspect(AdaptationClaim claim, CancellationToken stop)
    {
        using var borrowed = models.Borrow(claim.BlobId!.Value);
        var request = JsonSerializer.Deserialize<InspectModelRequest>(claim.Request, SpecJson.Options)!;
        return new ModelInspection(claim.Model, claim.Version, Inspections.Of(request, borrowed.Thing, stop));
    }

    private AdaptationOutcome Explain(AdaptationClaim claim, Exception exception)
    {
        switch (exception)
        {
            case ImageRefusedException refused: return new AdaptationOutcome(null, ProblemTypes.InvalidImage, refused.Message);
            case ArgumentException invalid: return new AdaptationOutcome(null, ProblemTypes.InvalidRequest, Sentences.Of(invalid));
            case AdaptationGoneException gone: return new AdaptationOutcome(null, ProblemTypes.NotFound, gone.Message);
            case var _ when MemoryShortage.Of(exception) is { } shortage:
                Failed(logger, claim.Id, exception);
                return new AdaptationOutcome(
                    null, ProblemTypes.ComputationFailed, $"{shortage}: send fewer examples or questions at a time, or ask for fewer steps.");
            default:
                Failed(logger, claim.Id, exception);
                return new AdaptationOutcome(
                    null, ProblemTypes.ComputationFailed, "The adaptation stopped with an unexpected error; the operator finds the details in the log.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A step of adaptation {AdaptationId} could not be told; it goes on.")]
    private static partial void NotTold(ILogger logger, Guid adaptationId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Adaptation {AdaptationId} failed.")]
    private static partial void Failed(ILogger logger, Guid adaptationId, Exception exception);
}

/// <summary>What came of a question.</summary>
/// <param name="Outcome">The answer, or why there is none.</param>
/// <param name="Made">The adapted task to keep, where one was made.</param>
/// <param name="Computed">Time that the engine computed.</param>
internal sealed record AnsweredQuestion(AdaptationOutcome Outcome, AdaptedTask? Made, TimeSpan Computed);
