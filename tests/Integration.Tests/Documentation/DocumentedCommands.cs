using System.Text.RegularExpressions;

namespace WarpGrad.Integration.Tests.Documentation;

/// <summary>The fenced blocks of a page of the documentation, word for word but for the address.</summary>
internal static partial class DocumentedCommands
{
    private const string Written = "localhost:5080";

    /// <summary>Blocks of a language, in order.</summary>
    /// <param name="folder">The checkout.</param>
    /// <param name="page">Name of the page.</param>
    /// <param name="language">What stands behind the fence, such as <c>sh</c>.</param>
    /// <param name="port">Port on which the product is found instead.</param>
    public static IReadOnlyList<string> Read(string folder, string page, string language, int port) =>
    [
        .. Block().Matches(File.ReadAllText(Path.Combine(folder, "docs", page))).Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["text"].Value.Replace(Written, FormattableString.Invariant($"localhost:{port}"), StringComparison.Ordinal)),
    ];

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
