using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WarpGrad.Api.Infrastructure;

/// <summary>
/// Headers that keep browsers from running anything but the page's own files, guessing types, framing the page or telling other sites its
/// addresses. The few inline scripts that the published pages are built with are named by their hash.
/// </summary>
internal static partial class ContentSecurity
{
    private const string DocsPath = "/docs";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var page = Policy(InlineScripts(ReadPage(app.Environment)));
        app.Use((context, next) =>
        {
            // At the last moment, because answering an exception begins with taking all headers back.
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "same-origin";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "geolocation=(), microphone=(), payment=(), usb=()";
                if (headers.ContentSecurityPolicy.Count == 0)
                    headers.ContentSecurityPolicy = page;
                return Task.CompletedTask;
            });
            return context.Request.Path.StartsWithSegments(DocsPath) && !Path.HasExtension(context.Request.Path) ? DescribeAsync(context, next) : next(context);
        });
    }

    /// <summary>Serves the API reference, whose library writes one inline script into its page, with that script's hash.</summary>
    private static async Task DescribeAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var written = new MemoryStream();
        context.Response.Body = written;
        try
        {
            await next(context);
            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                context.Response.Headers.ContentSecurityPolicy = Policy(InlineScripts(Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length)));
        }
        finally
        {
            context.Response.Body = body;
        }

        written.Position = 0;
        await written.CopyToAsync(body, context.RequestAborted);
    }

    private static string Policy(IEnumerable<string> scripts) => string.Join("; ",
        "default-src 'self'",
        $"script-src 'self' 'wasm-unsafe-eval'{string.Concat(scripts.Select(script => $" 'sha256-{Hash(script)}'"))}",
        // The component library sets the places and sizes of its parts as styles.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'");

    private static string Hash(string script) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

    private static IEnumerable<string> InlineScripts(string html) =>
        InlineScript().Matches(html).Select(match => match.Groups["content"].Value).Where(content => content.Length > 0);

    private static string ReadPage(IWebHostEnvironment environment)
    {
        var file = environment.WebRootFileProvider.GetFileInfo("index.html");
        if (!file.Exists)
            return "";
        using var reader = new StreamReader(file.CreateReadStream(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)[^>]*>(?<content>.*?)</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();
}
