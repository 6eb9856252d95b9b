using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>What models of curves ask of a request.</summary>
internal static class CurveRules
{
    /// <summary>Most points of a support set.</summary>
    public const int MostPoints = 500;

    private const int MostQueries = 1000;
    private const int LastPart = 19;

    /// <summary>Refuses too few or too many points, and coordinates that are not one finite number.</summary>
    public static void CheckSupport(IReadOnlyList<SupportExample> support)
    {
        if (support.Count is < 1 or > MostPoints)
            throw ApiProblem.Invalid("support", $"Send 1 to {MostPoints} support points; there are {support.Count}.");
        foreach (var (place, example) in support.Index())
        {
            Number(example.X, $"support[{place}].x");
            Number(example.Y, $"support[{place}].y");
            if (example.Part is < 0 or > LastPart)
                throw ApiProblem.Invalid($"support[{place}].part", $"Parts are numbered from 0 to {LastPart}; this one is {example.Part}.");
        }
    }

    /// <summary>Refuses too few or too many inputs, and inputs that are not one finite number.</summary>
    public static void CheckQuery(IReadOnlyList<QueryExample> query)
    {
        if (query.Count is < 1 or > MostQueries)
            throw ApiProblem.Invalid("query", $"Send 1 to {MostQueries} query points; there are {query.Count}.");
        foreach (var (place, example) in query.Index())
            Number(example.X, $"query[{place}].x");
    }

    private static void Number(IReadOnlyList<double>? value, string field)
    {
        if (value is not [var number] || !double.IsFinite(number))
            throw ApiProblem.Invalid(field, $"'{field}' must be one finite number in brackets, such as [1.5].");
    }
}
