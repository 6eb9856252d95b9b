using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WarpGrad.Client;
using WarpGrad.Client.Datasets;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Errors;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Uploads;
using WarpGrad.Integration.Tests.Faults;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>Files that come in parts. No worker imports them here, so what is stored can be looked at.</summary>
[Collection(ApiCollection.Name)]
public sealed class UploadTests(ApiFixture fixture) : IDisposable
{
    private const int Mebibyte = 1024 * 1024;

    private readonly TusClient _tus = new(fixture.Http());

    private Product Product => fixture.Product;

    public void Dispose() => _tus.Dispose();

    [Fact]
    public async Task A_file_in_odd_parts_is_stored_as_the_same_file_in_one_piece_is()
    {
        var file = Noise(5 * Mebibyte + 123);
        var upload = await _tus.BeginAsync("in parts", file.Length);
        Assert.Equal(0, await _tus.OffsetAsync(upload));
        var at = 0;
        foreach (var length in new[] { 1, 1_000_000, 3 * Mebibyte, 7, file.Length })
        {
            var part = file.AsMemory(at, Math.Min(length, file.Length - at));
            using var answer = await _tus.PatchAsync(upload, at, part);
            at += part.Length;
            Assert.Equal((HttpStatusCode.NoContent, at), (answer.StatusCode, TusClient.Offset(answer)));
            Assert.Equal(at, await _tus.OffsetAsync(upload));
        }

        using var whole = await _tus.Http.UploadAsync("in one piece", new ByteArrayContent(file));

        var ended = await fixture.Client.Datasets.UploadAsync(upload);
        Assert.Equal((file.Length, file.Length, "in parts"), (ended.Offset, ended.Length, ended.Name));
        Assert.Equal(await StoredAsync((await whole.DatasetAsync()).Id), await StoredAsync(ended.Dataset!.Value));
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(file)), await StoredAsync(ended.Dataset!.Value), StringComparison.Ordinal);
        Assert.Equal("in parts", (await fixture.Client.Datasets.GetAsync(ended.Dataset.Value)).Name);
        Assert.Equal(2, await Product.Database.QueryAsync<long>(
            $"""SELECT count(*) FROM audit_entries WHERE "Target" IN ('{upload}', '{ended.Dataset}') AND "Action" IN ('dataset.upload', 'dataset.create')"""));
        Assert.Equal(0, await Product.Database.QueryAsync<long>($"""SELECT count(*) FROM upload_pieces WHERE "UploadId" = '{upload}'"""));
    }

    [Fact]
    public async Task A_connection_that_is_cut_leaves_the_whole_blocks_and_what_was_read_of_the_next()
    {
        // The web server keeps back at most a mebibyte, and drops it when it meets the end before it was asked for more.
        const int block = 2 * Mebibyte, sent = (2 * block) - 17;
        var file = Noise(5 * Mebibyte);
        var upload = await _tus.BeginAsync("cut", file.Length);
        using (var line = await OpenPatch.SendAsync(Product, upload, 0, file.Length))
            await line.WriteAsync(file.AsMemory(0, sent));

        var kept = (int)await Eventually.GetAsync(
            () => _tus.OffsetAsync(upload), offset => offset > block, ProductFixture.Patience, "what had been read is stored");
        Assert.InRange(kept, block + 1, sent);
        using var rest = await _tus.PatchAsync(upload, kept, file.AsMemory(kept));

        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        await HasBecomeAsync(upload, file);
    }

    [Fact]
    public async Task An_upload_outlives_the_death_of_the_Api()
    {
        var file = Noise(5 * Mebibyte);
        var upload = await _tus.BeginAsync("through a restart", file.Length);
        using (var line = await OpenPatch.SendAsync(Product, upload, 0, file.Length))
        {
            await line.WriteAsync(file.AsMemory(0, 4 * Mebibyte + 1));
            await Eventually.TrueAsync(
                async () => await _tus.OffsetAsync(upload) == 4 * Mebibyte, ProductFixture.Patience, "the whole blocks are stored");
            await Product.Api.KillAsync();
        }

        Product.StartApi();
        await Product.WaitUntilReadyAsync();

        Assert.Equal(4 * Mebibyte, await _tus.OffsetAsync(upload));
        using var rest = await _tus.PatchAsync(upload, 4 * Mebibyte, file.AsMemory(4 * Mebibyte));
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        await HasBecomeAsync(upload, file);
    }

    [Fact]
    public async Task Of_two_who_send_the_same_part_one_is_told_that_the_upload_has_moved_on()
    {
        var file = Noise(3 * Mebibyte);
        var upload = await _tus.BeginAsync("twice", file.Length);
        using var slow = await OpenPatch.SendAsync(Product, upload, 0, file.Length);
        await slow.WriteAsync(file.AsMemory(0, Mebibyte));

        using (var quick = await _tus.PatchAsync(upload, 0, file))
            Assert.Equal(HttpStatusCode.NoContent, quick.StatusCode);
        await slow.WriteAsync(file.AsMemory(Mebibyte));

        Assert.StartsWith("HTTP/1.1 409", await slow.StatusLineAsync(), StringComparison.Ordinal);
        await HasBecomeAsync(upload, file);
    }

    [Fact]
    public async Task A_part_that_belongs_elsewhere_is_refused_with_the_place_where_the_next_byte_belongs()
    {
        var upload = await _tus.BeginAsync("elsewhere", 100);
        using (await _tus.PatchAsync(upload, 0, new byte[10]))
        {
        }

        foreach (var offset in new[] { 0, 9, 11, 100, long.MaxValue })
        {
            using var refused = await _tus.PatchAsync(upload, offset, new byte[10]);
            Assert.Equal((HttpStatusCode.Conflict, 10), (refused.StatusCode, TusClient.Offset(refused)));
            var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
            Assert.Equal((ProblemTypes.Conflict, 10), ((string)problem["type"]!, (int)problem["offset"]!));
        }

        Assert.Equal(10, await _tus.OffsetAsync(upload));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task More_bytes_than_were_announced_make_no_dataset(bool chunked)
    {
        var upload = await _tus.BeginAsync("too long", 2 * Mebibyte);

        using var refused = await _tus.PatchAsync(upload, 0, new byte[2 * Mebibyte + 1], chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Equal(ProblemTypes.TooLarge, await refused.ProblemAsync());
        Assert.Null((await fixture.Client.Datasets.UploadAsync(upload)).Dataset);
    }

    [Fact]
    public async Task What_is_stopped_is_gone_with_its_bytes()
    {
        var upload = await _tus.BeginAsync("stopped", 10 * Mebibyte);
        var before = await Product.Database.QueryAsync<long>("SELECT count(*) FROM chunks");
        using (await _tus.PatchAsync(upload, 0, Noise(5 * Mebibyte)))
            Assert.Equal(before + 2, await Product.Database.QueryAsync<long>("SELECT count(*) FROM chunks"));

        await fixture.Client.Datasets.StopUploadAsync(upload);

        Assert.Equal(before, await Product.Database.QueryAsync<long>("SELECT count(*) FROM chunks"));
        Assert.Equal(0, await Product.Database.QueryAsync<long>("SELECT count(*) FROM upload_pieces"));
        using var next = await _tus.PatchAsync(upload, 5 * Mebibyte, new byte[1]);
        Assert.Equal(HttpStatusCode.NotFound, next.StatusCode);
        Assert.Equal(1, await Product.Database.QueryAsync<long>($"""SELECT count(*) FROM audit_entries WHERE "Target" = '{upload}' AND "Action" = 'dataset.upload-stop'"""));
    }

    [Theory]
    [InlineData("", "name YQ==", "Upload-Length")]
    [InlineData("-1", "name YQ==", "Upload-Length")]
    [InlineData("1e3", "name YQ==", "Upload-Length")]
    [InlineData("5, 6", "name YQ==", "Upload-Length")]
    [InlineData("0", "name YQ==", "Upload-Length")]
    [InlineData("5", "", "name")]
    [InlineData("5", "name", "name")]
    [InlineData("5", "name !!!", "Upload-Metadata")]
    [InlineData("5", "name /w==", "Upload-Metadata")]
    [InlineData("5", "name YQ== YQ==", "Upload-Metadata")]
    [InlineData("5", "name YQ==,name YQ==", "Upload-Metadata")]
    [InlineData("5", "name YQ==,colour Z3JleQ==", "Upload-Metadata")]
    [InlineData("5", "name YQ==,size MjAw", "size")]
    [InlineData("5", "name YQ==,color cGluaw==", "color")]
    public async Task A_beginning_that_cannot_be_understood_is_refused_with_the_header_or_field_at_fault(string length, string metadata, string field)
    {
        using var refused = await _tus.PostAsync(Product.Team, length, metadata);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(field, JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("2147483649")]
    [InlineData("99999999999999999999999999999")]
    public async Task A_file_over_the_limit_is_refused_before_it_is_sent(string length)
    {
        using var refused = await _tus.PostAsync(Product.Team, length, "name YQ==");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Equal(ProblemTypes.TooLarge, await refused.ProblemAsync());
    }

    [Fact]
    public async Task Clients_of_the_protocol_find_what_they_look_for()
    {
        using var asked = await _tus.SendAsync(HttpMethod.Options, $"api/v1/teams/{Product.Team}/uploads");
        Assert.Equal((HttpStatusCode.NoContent, "1.0.0", "creation,expiration,termination", $"{Limits.UploadBytes}"),
            (asked.StatusCode, TusClient.Header(asked, "Tus-Version"), TusClient.Header(asked, "Tus-Extension"), TusClient.Header(asked, "Tus-Max-Size")));

        // File name and type are what clients send unasked.
        const string metadata = "filename aG9yc2VzLnppcA==,filetype YXBwbGljYXRpb24vemlw";
        using var begun = await _tus.PostAsync(Product.Team, "4", metadata);
        Assert.Equal((HttpStatusCode.Created, "1.0.0"), (begun.StatusCode, TusClient.Header(begun, "Tus-Resumable")));
        using var looked = await _tus.SendAsync(HttpMethod.Head, begun.Headers.Location!.ToString());
        Assert.Equal(("1.0.0", "4", metadata, "no-store"),
            (TusClient.Header(looked, "Tus-Resumable"), TusClient.Header(looked, TusHeaders.Length), TusClient.Header(looked, TusHeaders.Metadata), looked.Headers.CacheControl?.ToString()));
        Assert.True(DateTimeOffset.Parse(TusClient.Header(looked, TusHeaders.Expires), System.Globalization.CultureInfo.InvariantCulture) > DateTimeOffset.UtcNow.AddHours(23));
        Assert.Equal("horses", (await begun.Content.ReadFromJsonAsync<UploadSummary>())!.Name);

        using var old = await _tus.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, begun.Headers.Location) { Headers = { { "Tus-Resumable", "0.2.2" } } });
        Assert.Equal((HttpStatusCode.PreconditionFailed, "1.0.0"), (old.StatusCode, TusClient.Header(old, "Tus-Version")));
        using var wrong = await _tus.SendAsync(HttpMethod.Patch, begun.Headers.Location.ToString(), new StringContent("abcd"), (TusHeaders.Offset, "0"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, wrong.StatusCode);
    }

    [Fact]
    public async Task A_team_may_have_some_uploads_under_way_and_is_told_when_these_are_too_many()
    {
        var team = (await fixture.Client.Teams.CreateAsync(new CreateTeamRequest("Collectors"))).Slug;
        var begun = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _tus.PostAsync(team, "1", "name YQ==")));
        Assert.All(begun, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));

        using (var refused = await _tus.PostAsync(team, "1", "name YQ=="))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Contains("20 uploads under way", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // One that has ended is under way no more.
        var listed = await fixture.Client.Datasets.UploadsAsync(team);
        Assert.Equal(20, listed.Items.Count);
        using (await _tus.PatchAsync(listed.Items[0].Id, 0, new byte[1]))
        using (var accepted = await _tus.PostAsync(team, "1", "name YQ=="))
            Assert.Equal(HttpStatusCode.Created, accepted.StatusCode);
    }

    [Fact]
    public async Task The_client_library_goes_on_after_lost_answers_and_lost_connections()
    {
        var file = Noise(9 * Mebibyte);
        using var lossy = new LossyLine();
        using var http = new HttpClient(lossy) { BaseAddress = Product.Address };
        var client = new WarpGradClient(http, new WarpGradClientOptions { AccessToken = _ => ValueTask.FromResult<string?>(Product.Token) });
        var told = new Told();

        var dataset = await client.Datasets.UploadAsync(Product.Team, new DatasetUpload("through losses"), new MemoryStream(file), told);

        Assert.Equal(2, lossy.Lost);
        Assert.Equal([8 * Mebibyte, 9 * Mebibyte], told.Values);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(file)), await StoredAsync(dataset.Id), StringComparison.Ordinal);
    }

    private async Task HasBecomeAsync(Guid upload, byte[] file)
    {
        var ended = await fixture.Client.Datasets.UploadAsync(upload);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(file)), await StoredAsync(ended.Dataset!.Value), StringComparison.Ordinal);
        var bytes = await Product.Database.QueryAsync<byte[]>(
            $"""
            SELECT sha256(string_agg(c."Bytes", '' ORDER BY p."Index")) FROM datasets d
            JOIN blob_chunks p ON p."BlobId" = d."UploadBlobId" JOIN chunks c ON c."Hash" = p."ChunkHash" WHERE d."Id" = '{ended.Dataset}'
            """);
        Assert.Equal(SHA256.HashData(file), bytes);
    }

    /// <summary>Hash and length of a dataset's file, and the hashes of its chunks.</summary>
    private Task<string> StoredAsync(Guid dataset) => Product.Database.QueryAsync<string>(
        $"""
        SELECT b."Hash" || ' ' || b."Length" || ' ' || (SELECT string_agg(encode(p."ChunkHash", 'hex'), ' ' ORDER BY p."Index") FROM blob_chunks p WHERE p."BlobId" = b."Id")
        FROM datasets d JOIN blobs b ON b."Id" = d."UploadBlobId" WHERE d."Id" = '{dataset}'
        """);

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        RandomNumberGenerator.Fill(bytes);
        return bytes;
    }

    /// <summary>Loses the answer to the first part, and the whole of the second.</summary>
    private sealed class LossyLine() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Lost { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Patch && Lost < 2)
            {
                if (Lost++ == 0)
                    using (await base.SendAsync(request, cancellationToken))
                        throw new HttpRequestException("The answer was lost.");
                throw new HttpRequestException("The connection was lost.");
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Told : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }
}
