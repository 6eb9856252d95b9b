using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>What surface models ask of a request.</summary>
internal static class SurfaceRules
{
    private const double Range = 3;

    /// <summary>Refuses surfaces with missing or endless coefficients and starts out of range.</summary>
    public static void Check(SurfaceQuestion? surface)
    {
        if (surface is null)
            throw ApiProblem.Invalid("surface", "Send a 'surface' with 'a', 'b', 's' and 'start'.");
        Numbers(surface.A, 3, "surface.a");
        Numbers(surface.B, 3, "surface.b");
        if (!double.IsFinite(surface.S) || surface.S == 0)
            throw ApiProblem.Invalid("surface.s", "The surface holds x₁/s: 's' must be a finite number other than 0.");
        Numbers(surface.Start, 2, "surface.start");
        if (surface.Start.Any(coordinate => Math.Abs(coordinate) > Range))
            throw ApiProblem.Invalid("surface.start", $"Both coordinates of 'start' lie between -{Range} and {Range}.");
    }

    private static void Numbers(IReadOnlyList<double> values, int count, string field)
    {
        if (values.Count != count || values.Any(value => !double.IsFinite(value)))
            throw ApiProblem.Invalid(field, $"'{field}' must be a list of {count} finite numbers.");
    }
}
