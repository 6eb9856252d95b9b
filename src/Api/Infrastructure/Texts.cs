namespace WarpGrad.Api.Infrastructure;

/// <summary>What people write.</summary>
internal static class Texts
{
    /// <summary>A text of one line, without spaces around it.</summary>
    /// <param name="text">As given; null counts as empty.</param>
    /// <param name="field">Named in the refusal.</param>
    /// <param name="fewest">Fewest characters.</param>
    /// <param name="most">Most characters.</param>
    /// <param name="wish">Begins the sentence of the refusal, such as "Give the team a name".</param>
    public static string Line(string? text, string field, int fewest, int most, string wish)
    {
        var line = (text ?? "").Trim();
        if (line.Length < fewest || line.Length > most)
            throw ApiProblem.Invalid(field, $"{wish} of {(fewest == 0 ? "at most" : $"{fewest} to")} {most} characters.");
        return line.Any(char.IsControl) || !IsWhole(line)
            ? throw ApiProblem.Invalid(field, $"{wish} of one line, without control characters.")
            : line;
    }

    /// <summary>A longer text, which may have several lines.</summary>
    /// <param name="text">As given; null counts as empty.</param>
    /// <param name="field">Named in the refusal.</param>
    /// <param name="most">Most characters.</param>
    public static string Block(string? text, string field, int most)
    {
        var block = (text ?? "").Trim();
        if (block.Length > most)
            throw ApiProblem.Invalid(field, $"'{field}' has at most {most} characters.");
        return block.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || !IsWhole(block)
            ? throw ApiProblem.Invalid(field, $"'{field}' holds control characters: take them out.")
            : block;
    }

    // Half of a surrogate pair is no character and cannot be stored.
    private static bool IsWhole(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                return false;
            index++;
        }

        return true;
    }
}
