using System.Text.RegularExpressions;
using System.Xml.Linq;
using WarpGrad.TestSupport;

namespace WarpGrad.Architecture.Tests;

/// <summary>What the page says stands in files of texts, one for each folder, so that it can be translated without touching code.</summary>
public sealed partial class TextTests
{
    private static readonly string Web = Path.Combine(Repository.Root, "src", "Web");

    public static TheoryData<string> Folders =>
        [.. Directory.EnumerateDirectories(Web).Select(folder => Path.GetFileName(folder)).Where(name => name is not ("bin" or "obj" or "wwwroot" or "Properties")).Order()];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_page_has_words_of_its_own(string folder)
    {
        var found = Sources(folder, ".razor").SelectMany(file => WordsOf(Markup(File.ReadAllText(file))).Select(words => $"{Path.GetFileName(file)}: {words}")).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_code_of_a_page_has_sentences_of_its_own(string folder)
    {
        var found = Sources(folder, ".razor").Concat(Sources(folder, ".cs"))
            .SelectMany(file => Code(file).Split('\n').Where(line => !Harmless().IsMatch(line)).SelectMany(line => Literal().Matches(line))
                .Select(literal => $"{Path.GetFileName(file)}: {literal.Value}")).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Every_text_is_used_and_none_is_empty()
    {
        var code = string.Join('\n', Sources("", ".razor").Concat(Sources("", ".cs")).Select(File.ReadAllText));
        var found = Directory.EnumerateFiles(Web, "*Texts.resx", SearchOption.AllDirectories).SelectMany(file => XDocument.Load(file).Root!.Elements("data")
            .Where(text => text.Value.Trim().Length == 0 || !Regex.IsMatch(code, $@"\b{Path.GetFileNameWithoutExtension(file)}\.{text.Attribute("name")!.Value}\b"))
            .Select(text => $"{Path.GetFileNameWithoutExtension(file)}.{text.Attribute("name")!.Value}"));
        Assert.Empty(found);
    }

    private static IEnumerable<string> Sources(string folder, string ending) =>
        Directory.EnumerateFiles(Path.Combine(Web, folder), "*" + ending, SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Web, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    /// <summary>The part of a component before its code, without comments.</summary>
    private static string Markup(string source) => Comment().Replace(CodeBlock().Split(source)[0], "");

    /// <summary>The lines of C#: the whole file, or the code of a component.</summary>
    private static string Code(string file)
    {
        var source = File.ReadAllText(file);
        return file.EndsWith(".cs", StringComparison.Ordinal) ? source : string.Join('\n', CodeBlock().Split(source).Skip(1));
    }

    private static IEnumerable<string> WordsOf(string markup) =>
        Element().Matches(markup).Concat(Attribute().Matches(markup)).Select(match => match.Groups["words"].Value.Trim()).Where(words => !Names().IsMatch(words));

    [GeneratedRegex(@"^@code\b", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    /// <summary>Words between two tags; not those of code, which are the same in every language, and not what follows a comparison such as <c>Count > 1 ?</c>.</summary>
    [GeneratedRegex(@"(?<=[a-z0-9""'/\s])(?<!<code)>(?! \d+ \?)(?<words>[^<>@{}=]*\p{L}{2}[^<>@{}=]*)</")]
    private static partial Regex Element();

    /// <summary>Words in an attribute that people see or hear; no function that gives them.</summary>
    [GeneratedRegex(@"\b(?:[Tt]itle|Label|Help|[Pp]laceholder|HelperText|Text|Hint|Caption|aria-label|alt)=""(?!\(\) =>)(?<words>[^""@]*\p{L}{2}[^""@]*)""")]
    private static partial Regex Attribute();

    /// <summary>A literal of at least three words.</summary>
    [GeneratedRegex(@"""[^""]*\p{L}+ \p{L}+ \p{L}+[^""]*""")]
    private static partial Regex Literal();

    /// <summary>Lines whose literals nobody sees: comments, what is thrown at programmers, and how links relate.</summary>
    [GeneratedRegex(@"^\s*//|\bthrow new (InvalidOperation|Argument|Unreachable)|^\s*\[|\.AddProperty\(""rel""")]
    private static partial Regex Harmless();

    /// <summary>What is the same in every language.</summary>
    [GeneratedRegex(@"^(WarpGrad|curl|C#|Python|JavaScript|JSON|CSV|PNG|SVG|SHA-256)$")]
    private static partial Regex Names();
}
