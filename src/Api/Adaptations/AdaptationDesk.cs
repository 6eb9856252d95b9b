using System.Text;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Errors;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Models;

namespace WarpGrad.Api.Adaptations;

/// <summary>Puts questions to the workers and waits for their answers.</summary>
internal sealed class AdaptationDesk(AdaptationInbox inbox, AdaptationWaiter waiter, AdaptationLimits limits)
{
    // Catches an answer whose notification was missed.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    /// <summary>The team whose members may read the answer: the model's where the caller belongs to it, else the caller's own, never the model's.</summary>
    public static Guid ActingTeam(Caller caller, Model model) => caller.TeamIds.Contains(model.TeamId) ? model.TeamId
        : caller.Teams.Values.OrderByDescending(team => team.Role).FirstOrDefault()?.Id
        ?? throw ApiProblem.Forbidden("Found or join a team first: what you send belongs to a team.");

    /// <summary>Starts listening for an answer; before the question is put, so that none is missed.</summary>
    public AdaptationWaiter.Answer Expect(Adaptation asked) => waiter.Expect(asked.Id);

    /// <summary>Puts a question; in a transaction it goes out with its commit.</summary>
    /// <exception cref="ApiProblem">429: too many of the team wait.</exception>
    public async Task PutAsync(Adaptation asked, CancellationToken cancellation)
    {
        if (!await inbox.PutAsync(asked, limits.MostWaiting, cancellation))
            throw limits.Full();
    }

    /// <summary>Puts a question and gives its answer as the worker wrote it, or what is said when the time ran out first.</summary>
    /// <param name="asked">The question.</param>
    /// <param name="wait">Seconds to wait at most.</param>
    /// <param name="later">Says where the answer will be.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ApiProblem">It failed, or too many of the team wait.</exception>
    public async Task<IResult> AnswerAsync(Adaptation asked, int wait, Func<IResult> later, CancellationToken cancellation)
    {
        using var answer = Expect(asked);
        await PutAsync(asked, cancellation);
        return await WaitAsync(answer, asked.Id, wait, take: false, cancellation) is { } answered ? Send(answered) : later();
    }

    /// <summary>Waits for the answer; null when the time ran out.</summary>
    /// <param name="answer">What <see cref="Expect"/> gave.</param>
    /// <param name="id">The question.</param>
    /// <param name="wait">Seconds to wait at most.</param>
    /// <param name="take">Whether the question is deleted with its answer read.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<AnsweredAdaptation?> WaitAsync(AdaptationWaiter.Answer answer, Guid id, int wait, bool take, CancellationToken cancellation)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var left = TimeSpan.FromSeconds(wait) - clock.Elapsed;
            if (left > TimeSpan.Zero)
                await answer.WaitAsync(left < LookAgain ? left : LookAgain, cancellation);
            var answered = take ? await inbox.TakeAsync(id, cancellation) : await inbox.LookAsync(id, cancellation);
            if (answered is { State: not AdaptationState.Pending })
                return answered;
            if (answered is null && !take)
                throw ApiProblem.NotFound("adaptation");
            if (left <= TimeSpan.Zero)
                return null;
        }
    }

    /// <summary>Sends an answer as the worker wrote it.</summary>
    /// <exception cref="ApiProblem">It failed.</exception>
    public static IResult Send(AnsweredAdaptation answered) => TypedResults.Text(Demand(answered), "application/json", Encoding.UTF8);

    /// <summary>An answer as the worker wrote it.</summary>
    /// <exception cref="ApiProblem">It failed.</exception>
    public static string Demand(AnsweredAdaptation answered) => answered switch
    {
        { State: AdaptationState.Done, Result: { } result } => result,
        { FailureType: ProblemTypes.ComputationFailed } => throw new ApiProblem(
            StatusCodes.Status422UnprocessableEntity, ProblemTypes.ComputationFailed, "Adaptation failed", answered.FailureReason!),
        { FailureType: ProblemTypes.NotFound } => throw ApiProblem.NotFound("adaptation"),
        _ => throw new ApiProblem(StatusCodes.Status400BadRequest, answered.FailureType!, "Invalid request", answered.FailureReason!),
    };
}
