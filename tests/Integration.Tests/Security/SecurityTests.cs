using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Teams;
using WarpGrad.Contracts.Tokens;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Security;

/// <summary>The controls of docs/security.md that the Api alone has.</summary>
[Collection(ApiCollection.Name)]
public sealed partial class SecurityTests(ApiFixture fixture)
{
    [Theory]
    [InlineData("")]
    [InlineData("docs/")]
    [InlineData("openapi/v1.json")]
    [InlineData("api/v1/setup")]
    [InlineData("api/v1/me")]
    [InlineData("api/v1/teams/no-such-team")]
    public async Task Every_answer_tells_the_browser_to_run_nothing_else_and_to_frame_nothing(string path)
    {
        using var http = path.EndsWith("team", StringComparison.Ordinal) ? fixture.Http() : new HttpClient { BaseAddress = fixture.Product.Address };

        var answer = await http.GetAsync(path);

        var policy = Header(answer, "Content-Security-Policy");
        var scripts = policy.Split("; ").Single(directive => directive.StartsWith("script-src", StringComparison.Ordinal));
        Assert.DoesNotContain("'unsafe-inline'", scripts, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-eval'", scripts, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("docs/")]
    public async Task The_policy_names_each_inline_script_of_the_page_by_its_hash(string path)
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };

        var answer = await http.GetAsync(path);

        var policy = Header(answer, "Content-Security-Policy");
        var scripts = InlineScript().Matches(await answer.Content.ReadAsStringAsync()).Select(match => match.Groups[1].Value).Where(script => script.Length > 0).ToList();
        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", policy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        using var http = fixture.Http();

        var answer = await http.PostAsJsonAsync("api/v1/teams", new CreateTeamRequest(new string('x', (int)Limits.BodyBytes + 1)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("api/v1/teams")]
    [InlineData("api/v1/teams/first-team/runs")]
    public async Task JSON_that_is_nested_too_deeply_is_refused(string path)
    {
        using var http = fixture.Http();
        var deep = string.Concat(Enumerable.Repeat("{\"name\":", 5000)) + "1" + new string('}', 5000);

        var answer = await http.PostAsync(path, new StringContent(deep, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"spec":{"task":{"family":"sinusoids"},"task":{}}}""")]
    [InlineData("""{"recipe":"sinusoid","overrides":{"task":{"shots":1,"SHOTS":2}}}""")]
    [InlineData("""{"recipe":"sinusoid","overrides":{"learner":{"activation":"\ud800"}}}""")]
    [InlineData("""{"recipe":"sinusoid","name":"a\u0000b"}""")]
    public async Task A_run_whose_JSON_is_ambiguous_or_holds_what_is_no_text_is_refused(string body)
    {
        using var http = fixture.Http();

        var answer = await http.PostAsync("api/v1/teams/first-team/runs", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_in_an_unknown_encoding_is_refused()
    {
        using var http = fixture.Http();
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=none");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await http.PostAsync("api/v1/teams", content)).StatusCode);
    }

    [Fact]
    public async Task A_body_that_trickles_in_is_cut_off()
    {
        using var line = new TcpClient();
        await line.ConnectAsync("localhost", fixture.Product.Address.Port);
        var stream = line.GetStream();
        await stream.WriteAsync("POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"email\":"u8.ToArray());

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var reader = new StreamReader(stream);
        // The end of the stream means that the server has hung up.
        var answer = await reader.ReadToEndAsync(patience.Token);

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task Tokens_are_not_in_what_the_Api_prints()
    {
        var created = await fixture.Client.Tokens.CreateAsync(new CreateTokenRequest("quiet", TokenScope.Read, 1));
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };

        (await http.PostAsync($"hubs/progress/negotiate?negotiateVersion=1&access_token={created.Secret}", null)).EnsureSuccessStatusCode();
        await http.GetAsync("hubs/progress?access_token=wg_unknown-secret");
        http.DefaultRequestHeaders.Authorization = new("Bearer", created.Secret);
        (await http.GetAsync("api/v1/me")).EnsureSuccessStatusCode();
        await http.PostAsync("api/v1/teams", new StringContent("{"));

        Assert.DoesNotContain(created.Secret, fixture.Product.Api.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("wg_unknown-secret", fixture.Product.Api.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Product.Token, fixture.Product.Api.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites_and_new_at_every_sign_in()
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = fixture.Product.Address };
        http.DefaultRequestHeaders.Add("Cookie", "warpgrad=planted");

        var first = Header(await http.SignInAsync(Product.Email, Product.Password), "Set-Cookie");
        var second = Header(await http.SignInAsync(Product.Email, Product.Password), "Set-Cookie");

        Assert.Contains("httponly", first, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", first, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(first.Split(';')[0], second.Split(';')[0]);
        Assert.DoesNotContain("planted", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_caller_forwards_is_not_believed_where_no_proxy_is_trusted()
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        var cookie = Header(await http.SignInAsync(Product.Email, Product.Password), "Set-Cookie");

        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await fixture.Product.Database.QueryAsync<long>("SELECT count(*) FROM audit_entries WHERE \"Address\" = '203.0.113.7'"));
    }

    [Fact]
    public async Task A_stranger_and_a_wrong_password_get_the_same_answer_in_about_the_same_time()
    {
        using var http = new HttpClient { BaseAddress = fixture.Product.Address };
        // The first attempt of all also pays for starting up.
        await http.SignInAsync("nobody@example.org", "wrong-password");

        var (known, knownTime) = await AttemptAsync(Product.Email);
        var (unknown, unknownTime) = await AttemptAsync("nobody@example.org");

        Assert.Equal(known, unknown);
        Assert.InRange(unknownTime / knownTime, 0.1, 10);

        async Task<(string Answer, double Time)> AttemptAsync(string email)
        {
            var fastest = TimeSpan.MaxValue;
            var text = "";
            for (var attempt = 0; attempt < 3; attempt++)
            {
                var clock = Stopwatch.StartNew();
                var answer = await http.SignInAsync(email, "wrong-password");
                fastest = clock.Elapsed < fastest ? clock.Elapsed : fastest;
                var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
                body.Remove("traceId");
                text = $"{answer.StatusCode} {body.ToJsonString()}";
            }

            return (text, fastest.TotalMilliseconds);
        }
    }

    [Fact]
    public async Task A_name_with_line_ends_is_refused_and_one_with_quotes_stays_out_of_the_headers()
    {
        await fixture.RegisterAsync("header-model", new TaskSpec { Family = TaskFamily.Sinusoids });
        using var http = fixture.Http();

        var broken = await http.PatchAsJsonAsync("api/v1/models/first-team/header-model", new ChangeModelRequest("x\r\nSet-Cookie: a=b"));
        var quoted = await http.PatchAsJsonAsync("api/v1/models/first-team/header-model", new ChangeModelRequest("x\"; filename=\"evil.exe"));
        var download = await http.GetAsync("api/v1/models/first-team/header-model/versions/1/checkpoint");

        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Equal(HttpStatusCode.OK, quoted.StatusCode);
        Assert.Equal("header-model-v1.safetensors", download.Content.Headers.ContentDisposition?.FileName);
        Assert.DoesNotContain("evil", download.Content.Headers.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_a_formula_is_a_plain_text_in_the_exported_audit()
    {
        using var http = fixture.Http();
        var made = await http.PostAsJsonAsync("api/v1/teams", new CreateTeamRequest("=HYPERLINK(\"evil\")"));
        var team = (await made.Content.ReadFromJsonAsync<TeamSummary>())!;

        var export = await http.GetAsync($"api/v1/teams/{team.Slug}/audit/export");

        Assert.Equal("text/csv", export.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"'=HYPERLINK(\"\"evil\"\")\"", await export.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : throw new InvalidOperationException($"There is no header {name}.");

    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();
}
