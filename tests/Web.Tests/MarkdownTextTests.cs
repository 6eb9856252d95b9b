using System.Text.RegularExpressions;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Tests;

public sealed class MarkdownTextTests
{
    [Fact]
    public void Ordinary_Markdown_becomes_HTML()
    {
        var html = MarkdownText.ToHtml("# Title\n\nSome **bold** and `code`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
        Assert.Contains("<h3>Title</h3>", html, StringComparison.Ordinal);
        Assert.Contains("<strong>bold</strong>", html, StringComparison.Ordinal);
        Assert.Contains("<code>code</code>", html, StringComparison.Ordinal);
        Assert.Contains("<li>one</li>", html, StringComparison.Ordinal);
        Assert.Contains("<td>1</td>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("before <script src=https://evil.example/x.js></script> after")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("text <img src=x onerror=\"alert(1)\"> text")]
    [InlineData("<svg onload=alert(1)>")]
    [InlineData("<iframe srcdoc=\"<script>alert(1)</script>\">")]
    [InlineData("<style>body{display:none}</style>")]
    [InlineData("<!-- comment --> <b onclick=alert(1)>bold</b>")]
    [InlineData("# <script>alert(1)</script>")]
    [InlineData("| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |")]
    [InlineData("[<img src=x onerror=alert(1)>](https://example.org)")]
    [InlineData("![<img src=x onerror=alert(1)>](https://example.org/x.png)")]
    [InlineData("[link](https://example.org \"\\\" onmouseover=\\\"alert(1)\")")]
    [InlineData("```\" onclick=\"alert(1)\n<script>alert(1)</script>\n```")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("text {onclick=alert(1)}")]
    public void HTML_of_the_text_stays_text(string markdown) => AssertHarmless(MarkdownText.ToHtml(markdown));

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("[x](<\u0001javascript:alert(1)>)")]
    [InlineData("[x](< javascript:alert(1)>)")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](java&Tab;script:alert(1))")]
    [InlineData("[x](vbscript:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)")]
    [InlineData("[x](DATA:text/html,<b>)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//evil.example/)")]
    [InlineData("[x](<\\\\evil.example>)")]
    [InlineData("[x][ref]\n\n[ref]: javascript:alert(1)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<data:text/html,hello>")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x](data:image/svg+xml,<svg/onload=alert(1)>)")]
    [InlineData("[![x](javascript:alert(1))](javascript:alert(2))")]
    public void Links_elsewhere_than_to_the_web_stay_text(string markdown)
    {
        var html = MarkdownText.ToHtml(markdown);
        AssertHarmless(html);
        Assert.DoesNotContain("href=", html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("[x](https://example.org/a?b=c)", "href=\"https://example.org/a?b=c\"")]
    [InlineData("[x](http://example.org)", "href=\"http://example.org\"")]
    [InlineData("[x](/models/team/model)", "href=\"/models/team/model\"")]
    [InlineData("[x](other#part)", "href=\"other#part\"")]
    [InlineData("[x](/a:b)", "href=\"/a:b\"")]
    [InlineData("<https://example.org/>", "href=\"https://example.org/\"")]
    public void Links_to_the_web_and_to_pages_of_the_installation_work(string markdown, string expected) =>
        Assert.Contains(expected, MarkdownText.ToHtml(markdown), StringComparison.Ordinal);

    [Fact]
    public void Links_to_the_web_do_not_hand_over_the_window() =>
        Assert.Contains("rel=\"nofollow noopener noreferrer\"", MarkdownText.ToHtml("[x](https://example.org)"), StringComparison.Ordinal);

    [Fact]
    public void A_picture_becomes_a_link_to_it()
    {
        var html = MarkdownText.ToHtml("![A cat](https://example.org/cat.png)");
        Assert.Contains("<a href=\"https://example.org/cat.png\"", html, StringComparison.Ordinal);
        Assert.Contains(">A cat</a>", html, StringComparison.Ordinal);
        AssertHarmless(html);
    }

    [Theory]
    [InlineData('>')]
    [InlineData('[')]
    [InlineData('*')]
    public void Absurd_nesting_breaks_nothing(char sign) => AssertHarmless(MarkdownText.ToHtml(new string(sign, 20_000) + "<script>"));

    private static void AssertHarmless(string html)
    {
        // All HTML that is not escaped must be of the few elements that Markdown makes, with no attributes but those of links, tables and code.
        foreach (var tag in Regex.EnumerateMatches(html, "<[^>]*>"))
            Assert.Matches(
                """^</?(p|h[1-6]|em|strong|code|pre|ul|ol|li|blockquote|br|hr|table|thead|tbody|tr|th|td|a)( (href|title|rel|target|class|style|start)="[^"<>]*")* ?/?>$""",
                html.Substring(tag.Index, tag.Length));
        Assert.DoesNotMatch("""href="\s*(javascript|data|vbscript|file):""", html.ToLowerInvariant());
    }
}
