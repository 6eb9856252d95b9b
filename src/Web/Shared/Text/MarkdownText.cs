using System.Net;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using MarkdownDocument = Markdig.Syntax.MarkdownDocument;

namespace WarpGrad.Web.Shared.Text;

/// <summary>Markdown of people whom one need not trust: no HTML of theirs, no link but to the web and to this installation.</summary>
public static class MarkdownText
{
    // Headings of a text stand below those of the page.
    private const int HeadingsBelow = 2;
    private const int LastHeading = 6;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <summary>Harmless HTML of a text.</summary>
    public static string ToHtml(string markdown)
    {
        MarkdownDocument document;
        try
        {
            document = Markdig.Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            // The parser refuses absurdly deep nesting.
            return $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>";
        }

        foreach (var heading in document.Descendants<HeadingBlock>())
            heading.Level = Math.Min(LastHeading, heading.Level + HeadingsBelow);
        foreach (var link in document.Descendants<LinkInline>().ToList())
            Tame(link);
        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !IsHarmless(link.Url)).ToList())
            link.ReplaceBy(new LiteralInline(link.Url));
        return document.ToHtml(Pipeline);
    }

    /// <summary>Whether an address leads to the web or to a page of this installation.</summary>
    public static bool IsHarmless(string? address)
    {
        // Browsers drop control characters and read a backslash as a slash before they look for the scheme.
        if (string.IsNullOrEmpty(address) || address.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter == '\\'))
            return false;
        if (IsWeb(address))
            return true;
        var scheme = address.IndexOf(':', StringComparison.Ordinal);
        var path = address.IndexOfAny(['/', '?', '#']);
        return !address.StartsWith("//", StringComparison.Ordinal) && (scheme < 0 || (path >= 0 && path < scheme));
    }

    private static bool IsWeb(string address) =>
        address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private static void Tame(LinkInline link)
    {
        var address = link.GetDynamicUrl?.Invoke() ?? link.Url;
        if (!IsHarmless(address))
        {
            link.ReplaceBy(new ContainerInline(), copyChildren: true);
            return;
        }

        (link.GetDynamicUrl, link.Url) = (null, address);
        // A picture from elsewhere would tell that place who reads this.
        link.IsImage = false;
        if (!IsWeb(address!))
            return;
        link.GetAttributes().AddProperty("rel", "nofollow noopener noreferrer");
        link.GetAttributes().AddProperty("target", "_blank");
    }
}
