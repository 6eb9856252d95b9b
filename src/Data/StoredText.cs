namespace WarpGrad.Data;

/// <summary>Makes texts fit for their columns.</summary>
public static class StoredText
{
    /// <summary>The beginning of a text, whole where it is short enough.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Most characters.</param>
    // Half of a surrogate pair is no text for the database.
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
