using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Data.Adaptations;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Adaptations;

/// <summary>Answers questions while they are worked on: as server-sent events, a step now and then, and last the answer.</summary>
internal sealed class LiveAnswers(AdaptationDesk desk, NotificationListener listener)
{
    /// <summary>Puts a question and streams what becomes of it.</summary>
    /// <param name="asked">The question.</param>
    /// <param name="wait">Seconds to wait for the answer at most.</param>
    /// <param name="later">Says where the answer will be.</param>
    /// <param name="response">Holds on to the listening as long as it is sent.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ApiProblem">Too many of the team wait.</exception>
    public async Task<IResult> AnswerAsync(Adaptation asked, int wait, Func<AdaptationDetail> later, HttpResponse response, CancellationToken cancellation)
    {
        var steps = Channel.CreateUnbounded<SseItem<string>>();
        var mine = $"{asked.Id} ";
        response.RegisterForDispose(listener.Subscribe(Channels.AdaptationSteps, payload =>
        {
            if (payload?.StartsWith(mine, StringComparison.Ordinal) == true)
                steps.Writer.TryWrite(new SseItem<string>(payload[mine.Length..], AdaptationEvents.Step));
        }));
        var answer = desk.Expect(asked);
        response.RegisterForDispose(answer);
        await desk.PutAsync(asked, cancellation);
        return TypedResults.ServerSentEvents(EventsAsync(steps, EndAsync()));

        async Task<SseItem<string>> EndAsync()
        {
            try
            {
                return await desk.WaitAsync(answer, asked.Id, wait, take: false, cancellation) is { } answered
                    ? new SseItem<string>(AdaptationDesk.Demand(answered), AdaptationEvents.Answer)
                    : new SseItem<string>(JsonSerializer.Serialize(later(), JsonSerializerOptions.Web), AdaptationEvents.Pending);
            }
            catch (ApiProblem problem)
            {
                return new SseItem<string>(JsonSerializer.Serialize(problem.ToDetails(), JsonSerializerOptions.Web), AdaptationEvents.Problem);
            }
            finally
            {
                steps.Writer.Complete();
            }
        }
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        Channel<SseItem<string>> steps, Task<SseItem<string>> end, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var step in steps.Reader.ReadAllAsync(cancellation))
            yield return step;
        yield return await end;
    }
}
