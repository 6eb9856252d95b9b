using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.TestSupport;

namespace WarpGrad.ServiceBenchmarks;

/// <summary>What is measured.</summary>
internal static class ServingWorkloads
{
    private const int Ways = 5, Steps = 5;

    private const string Once = "adapt-and-predict 5-way 1-shot", Kept = "predict-only on a kept adaptation";

    /// <summary>The workloads whose names contain a text.</summary>
    public static async Task<IReadOnlyList<ServingWorkload>> NamedAsync(ServingWorld world, string only)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = world.Product.Address, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", world.Product.Token);
        var request = new AdaptAndPredictRequest
        {
            Support = [.. Enumerable.Range(0, Ways).Select(way => new SupportExample { Label = $"class {way}", Image = world.Images[way][0] })],
            Query = [.. Enumerable.Range(0, Ways).Select(way => new QueryExample { Id = $"q{way}", Image = world.Images[way][1] })],
            Steps = Steps,
        };
        var chosen = new List<ServingWorkload>();
        if (Once.Contains(only, StringComparison.OrdinalIgnoreCase))
            chosen.Add(Posting(Once, $"models/{Product.Team}/{world.Model}/adapt-and-predict?wait=120", request));
        if (Kept.Contains(only, StringComparison.OrdinalIgnoreCase))
        {
            var kept = await world.Product.Client.Adaptations.CreateAsync(
                Product.Team, world.Model, new CreateAdaptationRequest { Support = request.Support, Steps = Steps });
            chosen.Add(Posting(Kept, $"adaptations/{kept.Id}/predict?wait=120", new PredictRequest { Query = request.Query }));
        }

        return chosen;

        ServingWorkload Posting(string name, string path, object body)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), JsonSerializerOptions.Web);
            return new ServingWorkload(name, Make, http);

            HttpRequestMessage Make()
            {
                var content = new ByteArrayContent(bytes);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                return new HttpRequestMessage(HttpMethod.Post, $"api/v1/{path}") { Content = content };
            }
        }
    }
}
