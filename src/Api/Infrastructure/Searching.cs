namespace WarpGrad.Api.Infrastructure;

/// <summary>Texts that people search for.</summary>
internal static class Searching
{
    private const int Longest = 200;

    /// <summary>A pattern for ILIKE (escape character backslash) that finds the text anywhere; null where nothing is searched for.</summary>
    /// <param name="text">As given.</param>
    /// <param name="field">Named in the refusal.</param>
    /// <exception cref="ApiProblem">The text is too long or no text.</exception>
    public static string? Text(string? text, string field) => Exact(text, field) is { } exact
        ? $"%{exact.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%"
        : null;

    /// <summary>The text without spaces around it; null where nothing is searched for.</summary>
    /// <param name="text">As given.</param>
    /// <param name="field">Named in the refusal.</param>
    /// <exception cref="ApiProblem">The text is too long or no text.</exception>
    public static string? Exact(string? text, string field) => text?.Trim() switch
    {
        null or "" => null,
        { Length: > Longest } => throw ApiProblem.Invalid(field, $"'{field}' has at most {Longest} characters."),
        var exact when exact.Contains('\0') => throw ApiProblem.Invalid(field, $"'{field}' holds a NUL character, which no text has."),
        var exact => exact,
    };
}
