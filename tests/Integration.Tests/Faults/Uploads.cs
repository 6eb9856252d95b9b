using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Faults;

/// <summary>Uploads whose answers are looked at as they come.</summary>
internal static class Uploads
{
    /// <summary>A plain HTTP client with the administrator's token.</summary>
    public static HttpClient Http(this Product product) => product.Http(product.Token);

    /// <summary>A plain HTTP client with a token.</summary>
    public static HttpClient Http(this Product product, string token)
    {
        var http = new HttpClient { BaseAddress = product.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>A dataset when its import has ended.</summary>
    public static Task<DatasetSummary> ImportedAsync(this Product product, Guid id) => Eventually.GetAsync(
        () => product.Client.Datasets.GetAsync(id), dataset => dataset.State != DatasetState.Importing, ProductFixture.Patience, "the import has ended");

    /// <summary>Sends a file as a dataset.</summary>
    public static Task<HttpResponseMessage> UploadAsync(this HttpClient http, string name, HttpContent file)
    {
        file.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        var form = new MultipartFormDataContent { { new StringContent(name), "name" }, { file, "file", "x.zip" } };
        return http.PostAsync($"api/v1/teams/{Product.Team}/datasets", form);
    }

    /// <summary>The dataset of an answer.</summary>
    public static async Task<DatasetSummary> DatasetAsync(this HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<DatasetSummary>(SpecJson.Options))!;

    /// <summary>The type of the problem of an answer.</summary>
    public static async Task<string?> ProblemAsync(this HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["type"]!.GetValue<string>();
    }

    /// <summary>Names of all datasets.</summary>
    public static async Task<IReadOnlyList<string>> DatasetNamesAsync(this Product product) =>
        JsonSerializer.Deserialize<string[]>(await product.Database.QueryAsync<string>("""SELECT coalesce(json_agg("Name"), '[]')::text FROM datasets"""))!;

    /// <summary>Chunks that belong to no blob.</summary>
    public static Task<long> LooseChunksAsync(this Product product) => product.Database.QueryAsync<long>(
        """SELECT count(*) FROM chunks c WHERE NOT EXISTS (SELECT FROM blob_chunks p WHERE p."ChunkHash" = c."Hash")""");
}
