using System.Text.Json;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Choices as addresses name them: as JSON does.</summary>
internal static class Choices
{
    /// <summary>The choice of that name; null where none is asked for.</summary>
    /// <typeparam name="TChoice">Kind of choice.</typeparam>
    /// <param name="name">As given.</param>
    /// <param name="field">Named in the refusal.</param>
    /// <exception cref="ApiProblem">There is none of that name.</exception>
    public static TChoice? Parse<TChoice>(string? name, string field)
        where TChoice : struct, Enum => name is null ? null
        : Names<TChoice>.All.TryGetValue(name, out var found) ? found
        : throw ApiProblem.Invalid(field, $"'{field}' is one of {string.Join(", ", Names<TChoice>.All.Keys)}.");

    /// <summary>The name of a choice.</summary>
    /// <typeparam name="TChoice">Kind of choice.</typeparam>
    /// <param name="choice">The choice.</param>
    public static string Name<TChoice>(TChoice choice)
        where TChoice : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());

    private static class Names<TChoice>
        where TChoice : struct, Enum
    {
        public static readonly Dictionary<string, TChoice> All =
            Enum.GetValues<TChoice>().ToDictionary(Name);
    }
}
