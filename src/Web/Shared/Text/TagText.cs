namespace WarpGrad.Web.Shared.Text;

/// <summary>Tags as people write them: words with commas between.</summary>
public static class TagText
{
    /// <summary>The text of tags.</summary>
    public static string Write(IEnumerable<string> tags) => string.Join(", ", tags);

    /// <summary>The tags of a text.</summary>
    public static IReadOnlyList<string> Read(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
