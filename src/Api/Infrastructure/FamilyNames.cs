using System.Text.Json;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Task families as addresses name them.</summary>
internal static class FamilyNames
{
    private static readonly Dictionary<string, TaskFamily> All =
        Enum.GetValues<TaskFamily>().ToDictionary(family => JsonNamingPolicy.CamelCase.ConvertName(family.ToString()));

    /// <summary>The family of that name as JSON writes it; null where none is asked for.</summary>
    /// <param name="name">As given in the parameter <c>family</c>.</param>
    /// <exception cref="ApiProblem">There is none of that name.</exception>
    public static TaskFamily? Parse(string? name) => name is null ? null
        : All.TryGetValue(name, out var found) ? found
        : throw ApiProblem.Invalid("family", $"'family' is one of {string.Join(", ", All.Keys)}.");
}
