using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.ServiceBenchmarks;

/// <summary>A kind of request.</summary>
/// <param name="Name">Name of the row.</param>
/// <param name="Make">Makes the request.</param>
internal sealed record ServingWorkload(string Name, Func<HttpRequestMessage> Make, HttpClient Http);

/// <summary>Callers that each send one request after the other.</summary>
internal static class Load
{
    /// <summary>Sends that many requests from that many callers.</summary>
    public static async Task<ServingRow> RunAsync(ServingWorkload workload, int callers, int requests)
    {
        var (answers, errors, timeOuts, left) = (new ConcurrentBag<(double Total, AdaptationTimings Timings)>(), 0, 0, requests);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));
        var seconds = clock.Elapsed.TotalSeconds;
        return new ServingRow(
            workload.Name, callers, requests, errors, timeOuts, Math.Round(answers.Count / seconds, 1),
            Percentiles.Of(answers.Select(answer => answer.Total)),
            Percentiles.Of(answers.Select(answer => answer.Total - Engine(answer.Timings))),
            Percentiles.Of(answers.Select(answer => Engine(answer.Timings))),
            Percentiles.Of(answers.Select(answer => answer.Timings.QueueMs)));

        async Task CallAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var request = workload.Make();
                var started = Stopwatch.GetTimestamp();
                using var response = await workload.Http.SendAsync(request);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    var answer = await response.Content.ReadFromJsonAsync<AdaptAndPredictResponse>();
                    answers.Add((Stopwatch.GetElapsedTime(started).TotalMilliseconds, answer!.Timings));
                }
                else if (response.StatusCode == HttpStatusCode.Accepted)
                {
                    Interlocked.Increment(ref timeOuts);
                }
                else if (Interlocked.Increment(ref errors) == 1)
                {
                    await Console.Error.WriteLineAsync($"{workload.Name}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
                }
            }
        }
    }

    private static double Engine(AdaptationTimings timings) => timings.AdaptMs + timings.PredictMs;
}
