using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using WarpGrad.Data.Settings;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Serves the published page. It is a plain client of the API, so this is all the Api knows of it.</summary>
internal static class WebPage
{
    /// <summary>Configuration key of the folder that publishing the Web project made.</summary>
    public const string RootKey = "Web:Root";

    private const string Manifest = "WarpGrad.Web.staticwebassets.endpoints.json";

    /// <summary>Points the web root at the published page, before the application is built.</summary>
    /// <exception cref="SettingException">There is no page.</exception>
    public static void UseWebPage(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[RootKey] is not { Length: > 0 } root)
            return;
        if (!File.Exists(Path.Combine(Path.GetFullPath(root), Manifest)))
            throw new SettingException($"Web__Root names no published page: there is no {Manifest} in '{root}'.");
        builder.Environment.WebRootFileProvider = new PhysicalFileProvider(Path.Combine(Path.GetFullPath(root), "wwwroot"));
    }

    /// <summary>
    /// Serves the page's files, compressed where the browser takes that, and the page itself at every address that is neither a file's nor the
    /// API's. As a route that takes whatever is left it would hide from callers of the API that they used a wrong method or content type.
    /// </summary>
    public static void UseWebPage(this WebApplication app)
    {
        if (app.Configuration[RootKey] is not { Length: > 0 } root)
            return;
        app.MapStaticAssets(Path.Combine(Path.GetFullPath(root), Manifest)).AllowAnonymous();
        app.MapWhen(IsOfPage, page => page.Run(async context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.CacheControl = "no-cache";
            await context.Response.SendFileAsync(app.Environment.WebRootFileProvider.GetFileInfo("index.html"), context.RequestAborted);
        }));
    }

    private static bool IsOfPage(HttpContext context) => context.GetEndpoint() is null
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !context.Request.Path.StartsWithSegments("/api")
        && !Path.HasExtension(context.Request.Path);
}
