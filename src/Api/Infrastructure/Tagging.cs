namespace WarpGrad.Api.Infrastructure;

/// <summary>Words that people find things by.</summary>
internal static class Tagging
{
    private const int Longest = 40;

    /// <summary>Tags as they are stored: without spaces around them, in lower case, each once, in the order of the alphabet.</summary>
    /// <param name="given">As given.</param>
    /// <param name="most">Most tags of one thing.</param>
    /// <param name="thing">Begins the sentence of the refusal, such as "A model".</param>
    /// <exception cref="ApiProblem">A tag is no text of one line and of a fitting length, or there are too many.</exception>
    public static List<string> Read(IReadOnlyList<string?> given, int most, string thing)
    {
        List<string> tags = [.. given.Select(tag => Texts.Line(tag, "tags", 1, Longest, "Make each tag a text").ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)];
        return tags.Count <= most ? tags : throw ApiProblem.Invalid("tags", $"{thing} has at most {most} tags.");
    }

    /// <summary>A tag that is looked for, as it is stored; null where none is.</summary>
    /// <param name="tag">As given.</param>
    /// <param name="field">Named in the refusal.</param>
    /// <exception cref="ApiProblem">The text is too long or no text.</exception>
    public static string? Wanted(string? tag, string field = "tag") => Searching.Exact(tag, field)?.ToLowerInvariant();
}
